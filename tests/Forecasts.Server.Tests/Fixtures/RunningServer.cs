using System.Net.Http.Headers;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Setup;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>The whole server in this process, on a free port, with a database of its own and a clock that can be shifted.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningServer(WebApplication app, Settings settings)
    {
        this.app = app;
        Settings = settings;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Settings Settings { get; }

    public Uri Address { get; }

    public IServiceProvider Services => app.Services;

    public Clock Clock => Services.GetRequiredService<Clock>();

    public IDocumentStore Store => Services.GetRequiredService<IDocumentStore>();

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<RunningServer> Start(PrivatePostgres postgres, Uri? rabbit = null, DateTimeOffset? now = null) =>
        await Start(await postgres.Database() with { RabbitMq = rabbit }, now);

    public static async Task<RunningServer> Start(Settings settings, DateTimeOffset? now = null, Action<IServiceCollection>? adjust = null)
    {
        var app = ServerHost.Build(
            ["--urls=http://127.0.0.1:0"],
            settings,
            services =>
            {
                services.AddLogging(log =>
                {
                    // FORECASTS_TEST_LOG=1 shows what the server says.
                    if (Environment.GetEnvironmentVariable("FORECASTS_TEST_LOG") is null)
                        log.ClearProviders();
                    log.SetMinimumLevel(LogLevel.Warning);
                });
                adjust?.Invoke(services);
            }
        );
        if (now is { } at)
            app.Services.GetRequiredService<Clock>().Offset = at - TimeProvider.System.GetUtcNow();
        await app.StartAsync();
        return new(app, settings);
    }

    /// <summary>Moves the clock, the server's and (in its reckoning) the database's.</summary>
    public void SetClock(DateTimeOffset now) => Clock.Offset = now - TimeProvider.System.GetUtcNow();

    /// <summary>A client with a token of its own; the account is made where it is new, the roles hold everywhere.</summary>
    public async Task<Api> As(string name, params RoleName[] roles)
    {
        await using var session = Store.LightweightSession();
        var token = await AccountCommands.CreateToken(session, name, roles, "test", 3_650, Clock.GetUtcNow());
        var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = new Uri(Address, "/api/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http, token);
    }

    /// <summary>A client with a token that is there already.</summary>
    public Api With(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address, "/api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http, token);
    }

    public Api Anonymous() => new(new HttpClient { BaseAddress = new Uri(Address, "/api/") }, "");

    public Task<int> RunWindowJob() => Services.GetRequiredService<Jobs>().Window(CancellationToken.None);

    /// <summary>Waits until every settled claim has its sheet and the season's results are of the newest one.</summary>
    public async Task UntilScored(string season)
    {
        await Until.True(
            async () =>
            {
                await using var connection = await Database.OpenConnectionAsync();
                if (!await Forecasts.Server.Store.Stale.Complete(connection, season, CancellationToken.None))
                    return false;
                await using var command = new NpgsqlCommand(
                    "select coalesce((select revision from forecasts.season_results where season = $1), 0) >= coalesce((select max(sequence) from forecasts.score_sheets where season = $1), 0)",
                    connection
                )
                {
                    Parameters = { new() { Value = season } },
                };
                return (bool)(await command.ExecuteScalarAsync())!;
            },
            $"{season} is scored"
        );
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<IReadOnlyList<string>> NotReadyBecause() => Health.Wrong(Services, Settings, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
        await using var scheduled = new NpgsqlConnection(Settings.ConnectionString);
        NpgsqlConnection.ClearPool(scheduled); // The schedule's own connections.
    }
}

/// <summary>Waits for what happens by itself, without counting on a speed.</summary>
public static class Until
{
    public static async Task True(Func<Task<bool>> condition, string what, int seconds = 180)
    {
        var end = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
        while (!await condition())
        {
            if (TimeProvider.System.GetUtcNow() > end)
                throw new TimeoutException($"Waited {seconds} s in vain until {what}.");
            await Task.Delay(100);
        }
    }
}
