using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Results;
using Forecasts.Server.People.Passwords;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration.Memory;

namespace Forecasts.Server.Setup;

/// <summary>The wiring of the server; what the program can be told is in <see cref="Commands.ServerCommands"/>.</summary>
public static class ServerHost
{
    /// <summary>The server with everything wired; tests build it too, with services of their own on top.</summary>
    public static WebApplication Build(string[] args, Settings settings, Action<IServiceCollection>? adjust = null)
    {
        // The style sheet lies beside the program, wherever it is started from; the pages are this assembly's, whoever builds the server.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
            }
        );
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLog });
        builder.Logging.AddConsoleFormatter<LogLines, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.FormatterName ??= LogLines.Name);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(new Clock(settings.ClockOffset));
        services.AddSingleton<ClockCheck>();
        services.AddSingleton<SchemaCheck>();
        services.AddEvents(settings);
        services.AddMessages(settings);
        services.AddSchedule(settings);
        services
            .AddSingleton<Store.Commands>()
            .AddSingleton<PutPeople>()
            .AddSingleton<Invitations>()
            .AddSingleton<OwnTokens>()
            .AddSingleton<ITokenHolders, TokenRows>();
        services.AddSingleton<TokenUses>().AddSingleton<ITokenUses>(provider => provider.GetRequiredService<TokenUses>());
        services.AddHostedService(provider => provider.GetRequiredService<TokenUses>());
        services.AddSingleton<IXmlRepository, KeyRows>();
        services.AddSingleton<CurrentResults>();
        services.AddSingleton<Retrospectives>();
        services.AddSingleton<LiveReports>();
        services.AddImports(settings);
        services.AddSingleton<ChartStore>();
        services.AddSingleton<DiscardedMessages>();
        services.AddSingleton<ErrorQueues>();
        services.AddSingleton<Overview>();
        if (settings.Works)
            services.AddHostedService<DrawCharts>();
        services.AddSecurity();
        services.AddPasswords();
        services.AddPages();
        services.AddApiDescription();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        adjust?.Invoke(services);

        var app = builder.Build();
        app.UsePublicUrl(settings);
        app.UseRouting();
        app.UseProblems();
        app.UseErrorPages();
        app.UseMistrust();
        app.UseSecurityHeaders();
        app.UseCleanText();
        app.UseStaticFiles();
        app.UseLanguages();
        // Once more, for the page that says what went wrong.
        app.UseRouting();
        app.UseWholeAddresses();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseScopes();
        app.UseClockGate();
        app.UseIdempotency();
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        if (!settings.Serves)
            return app;
        Routes.Map(app.MapGroup("/api").WithMetadata(new Problems.ApiEndpoint()));
        ReadChart.Map(app);
        app.MapRazorPages();
        app.MapJobs();
        return app;
    }

    /// <summary>
    /// What the libraries tell of their daily work hides what people need to read; any setting of Logging:LogLevel goes before it.
    /// </summary>
    private static readonly Dictionary<string, string?> QuietLog = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Marten"] = "Warning",
        ["Logging:LogLevel:JasperFx"] = "Warning",
        ["Logging:LogLevel:Hangfire"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        // Keys lie in the same database as what they protect; encrypting them apart is the database's business.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        // It warns of every form that our own header has made no-store already.
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error",
    };
}
