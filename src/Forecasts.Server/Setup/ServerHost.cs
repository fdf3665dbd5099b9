using System.Runtime.InteropServices;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Features;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.Memory;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>The one program: serves, or does one of the short commands of <see cref="Usage"/>.</summary>
public static class ServerHost
{
    private const string Usage = """
        Forecasts.Server [--sample]                                     serve
        Forecasts.Server tokens create --user NAME --roles a,b [--label TEXT] [--days N]
        Forecasts.Server tokens revoke --user NAME [--label TEXT]
        Forecasts.Server signin-link --user NAME                        a link that signs in once, within a day
        Forecasts.Server accounts shut|open|sign-out NAME               nobody gets in with it | they may again | every browser is signed out
        Forecasts.Server errors list                                    what consumers gave up on, by queue
        Forecasts.Server errors show|replay --queue Q --id ID           look at a failed message, or send it once more (replay: also --id all)
        Forecasts.Server errors discard --queue Q --id ID --reason TEXT take it away for good (also --id all)
        Forecasts.Server backup --file FILE                             everything there is, while the server runs
        Forecasts.Server restore --file FILE [--replace]                into an empty place, or in place of what is there
        Forecasts.Server rescore --claim PREDICTION/NUMBER | --season TOURNAMENT/YEAR | --all      score what is settled anew
        Forecasts.Server db-apply | db-assert                           bring the database to this version, or check it
        Settings: --Forecasts:DataDirectory=DIR --ConnectionStrings:Forecasts=... --Forecasts:RabbitMq=amqp://... --Forecasts:Role=web|worker|both --urls=http://...
        Behind a proxy: --Forecasts:PublicUrl=https://HOST --Forecasts:KnownProxies=ADDRESS,NETWORK/BITS
        Environment: FORECASTS_POSTGRES_BIN=DIR, the folder of PostgreSQL's initdb, instead of the usual places
        """;

    public static async Task<int> Run(string[] args)
    {
        try
        {
            var (verb, flags, rest) = Words(args);
            if (verb is "help") return Say(Usage);
            if (!Verbs.Contains(verb, StringComparer.Ordinal))
                throw new StartRefused($"'{verb}' is not a command.\n{Usage}");
            var configuration = new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(rest).Build();
            var settings = Settings.Read(configuration);
            if (verb == "backup" && settings.Embedded && !File.Exists(Path.Combine(settings.DataDirectory, "postgres", "data", "PG_VERSION")))
                throw new StartRefused($"There is nothing to back up in {settings.DataDirectory}: name the installation's folder with --Forecasts:DataDirectory.");
            await using var embedded = settings.Embedded && !OperatingSystem.IsWindows()
                ? await Interruptible(ending => EmbeddedPostgres.Start(settings.DataDirectory, attach: verb is not ("serve" or "restore"), ending)) : null;
            if (settings.Embedded && embedded is null) throw new StartRefused("The embedded database runs on Linux and macOS: set ConnectionStrings:Forecasts.");
            settings = settings.Connected(embedded?.ConnectionString ?? settings.ConnectionString);
            // A backup is of what there is; a restore brings its own.
            if ((embedded is { Attached: false } && verb is not ("backup" or "restore")) || verb == "db-apply") await Schema.Apply(settings);
            return verb switch
            {
                "db-apply" => Say("The database is as this version needs it."),
                "db-assert" => await Schema.Assert(settings, CancellationToken.None) is { } differs ? throw new StartRefused(differs + "\nRun db-apply.") : Say("The database is as this version needs it."),
                "serve" => await Serve(rest, settings, flags.Contains("--sample"), embedded),
                "backup" => Say(await BackupCommands.Backup(configuration["file"], settings)),
                "restore" => Say(await BackupCommands.Restore(configuration["file"], flags.Contains("--replace"), settings)),
                "errors list" or "errors show" or "errors replay" or "errors discard" => await ErrorCommands.Run(verb, configuration, settings),
                "rescore" => await RescoreCommand.Run(configuration, settings, alone: embedded is { Attached: false }),
                _ => await AccountCommands.Run(verb, configuration, settings),
            };
        }
        catch (StartRefused refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
        catch (Exception e) when (Causes(e).OfType<NpgsqlException>().FirstOrDefault() is { } failed)
        {
            await Console.Error.WriteLineAsync(failed is PostgresException said ? $"The database refuses: {said.MessageText}." : $"The database does not answer: {failed.Message.TrimEnd('.')}.");
            return 2;
        }
        catch (IOException e) when (Causes(e).OfType<AddressInUseException>().Any())
        {
            await Console.Error.WriteLineAsync($"{e.Message.TrimEnd('.')}: choose another address with --urls.");
            return 2;
        }
    }

    /// <summary>The server with everything wired; tests build it too, with services of their own on top.</summary>
    public static WebApplication Build(string[] args, Settings settings, Action<IServiceCollection>? adjust = null)
    {
        // The style sheet lies beside the program, wherever it is started from; the pages are this assembly's, whoever builds the server.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ServerHost).Assembly.GetName().Name,
        });
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
        services.AddSingleton<Commands>().AddSingleton<PutPeople>();
        services.AddSingleton<CurrentResults>();
        services.AddSingleton<Retrospectives>();
        services.AddImports(settings);
        services.AddSingleton<ChartStore>();
        services.AddSingleton<DiscardedMessages>();
        services.AddSingleton<ErrorQueues>();
        services.AddSingleton<Overview>();
        if (settings.Works) services.AddHostedService<DrawCharts>();
        services.AddSecurity();
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
        app.UseClockGate();
        app.UseIdempotency();
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        if (!settings.Serves) return app;
        Routes.Map(app.MapGroup("/api").WithMetadata(new Problems.ApiEndpoint()));
        ReadChart.Map(app);
        app.MapRazorPages();
        app.MapJobs();
        return app;
    }

    /// <summary>What the libraries tell of their daily work hides what people need to read; any setting of Logging:LogLevel goes before it.</summary>
    private static readonly Dictionary<string, string?> QuietLog = new()
    {
        ["Logging:LogLevel:Default"] = "Information", ["Logging:LogLevel:Marten"] = "Warning", ["Logging:LogLevel:JasperFx"] = "Warning", ["Logging:LogLevel:Hangfire"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning", ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        // Keys lie in the same database as what they protect; encrypting them apart is the database's business.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        // It warns of every form that our own header has made no-store already.
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error",
    };

    private static async Task<int> Serve(string[] args, Settings settings, bool sample, EmbeddedPostgres? embedded)
    {
        await using var app = Build(args, settings, services => _ = embedded is null ? services : services.AddSingleton(embedded));
        if (!await app.Services.GetRequiredService<ClockCheck>().Agrees(CancellationToken.None))
            throw new StartRefused($"This machine's clock and the database's differ by more than {ClockCheck.Most.TotalSeconds} s: set both by a time server.");
        await app.StartAsync();
        embedded?.KeepRunning(app.Logger);
        if (settings.Serves)
        {
            var address = settings.PublicUrl?.GetLeftPart(UriPartial.Authority)
                ?? app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            if (sample) await Sample.Load(app.Services, CancellationToken.None);
            Say($"Forecasts is at {address}");
            if (settings.Embedded || sample)
                Say(await AccountCommands.AdminLink(app.Services, CancellationToken.None) is { } link ? $"Sign in as the admin, once, within a day: {address}{link}"
                    : "An admin has signed in before; for another link: Forecasts.Server signin-link --user NAME");
        }

        else Say("The worker follows the event log.");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static readonly string[] Verbs =
        ["serve", "tokens create", "tokens revoke", "signin-link", "accounts shut", "accounts open", "accounts sign-out", "rescore", "db-apply", "db-assert", "backup", "restore", "errors list", "errors show", "errors replay", "errors discard"];

    private static readonly string[] Flags = ["--sample", "--replace"];

    private static (string Verb, string[] Flags, string[] Options) Words(string[] args)
    {
        var words = args.TakeWhile(a => !a.StartsWith('-')).ToArray();
        var rest = args.Skip(words.Length).ToArray();
        if (rest.Contains("--help") || rest.Contains("-h")) return ("help", [], []);
        if (words is ["accounts", var act, var name]) (words, rest) = (["accounts", act], [.. rest, "--user=" + name]);
        return (words.Length == 0 ? "serve" : string.Join(' ', words), [.. rest.Intersect(Flags)], [.. rest.Where(a => !Flags.Contains(a, StringComparer.Ordinal)).Select(a => a == "--all" ? "--all=true" : a)]);
    }

    /// <summary>Asked to end meanwhile, it ends in order: what it has begun is taken back.</summary>
    private static async Task<T> Interruptible<T>(Func<CancellationToken, Task<T>> work)
    {
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            return await work(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            throw new StartRefused("Asked to end before it had started.");
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }
    }

    private static IEnumerable<Exception> Causes(Exception? e)
    {
        for (; e is not null; e = e.InnerException) yield return e;
    }

    private static int Say(string text)
    {
        Console.WriteLine(text);
        return 0;
    }
}
