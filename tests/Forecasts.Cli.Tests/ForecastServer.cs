using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Forecasts.Cli.Tests;

/// <summary>A real HTTP server on a free port that knows one token and answers what a test tells it to.</summary>
public sealed class ForecastServer : IAsyncDisposable
{
    public const string Token = "tok-5up3r-s3cr3t-0123456789";

    private readonly WebApplication host;

    private ForecastServer(WebApplication host) => this.host = host;

    /// <summary>Path and query of every request, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Address => host.Urls.Single();

    public static async Task<ForecastServer> Start(Action<WebApplication> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new ForecastServer(app);
        app.Use(
            async (http, next) =>
            {
                server.Asked.Enqueue(http.Request.Path + http.Request.QueryString.Value);
                if (http.Request.Headers.Authorization == $"Bearer {Token}")
                    await next(http);
                else
                    await Refuse(401, "token.unknown", "This token is not known.").ExecuteAsync(http);
            }
        );
        app.UseRouting();
        routes(app);
        await app.StartAsync();
        return server;
    }

    /// <summary>A server that answers one GET with the given JSON.</summary>
    public static Task<ForecastServer> Answering(string path, string json) => Start(app => app.MapGet(path, () => Sent(json)));

    public static IResult Sent(string json, int status = 200) => Results.Text(json, "application/json", statusCode: status);

    public static IResult Refuse(int status, string code, string detail) =>
        Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
