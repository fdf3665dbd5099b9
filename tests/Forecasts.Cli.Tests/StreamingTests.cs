using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecasts.Cli.Tests;

/// <summary>A file of 50 MB: it must pass through, never lie in memory.</summary>
public sealed class StreamingTests : IDisposable
{
    private const long Megabyte = 1_000_000;

    private const string Done =
        """{"id":"i-1","kind":"claims","state":"done","dryRun":false,"rows":1,"accepted":1,"unchanged":0,"refused":0}""";

    private readonly string file = Path.GetTempFileName();

    public StreamingTests()
    {
        var block = new byte[Megabyte];
        Array.Fill(block, (byte)'x');
        using var stream = File.OpenWrite(file);
        for (var n = 0; n < 50; n++)
            stream.Write(block);
    }

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Memory_does_not_grow_with_the_file()
    {
        long received = 0,
            most = 0;
        await using var server = await ForecastServer.Start(app =>
        {
            app.MapPost(
                "/api/imports",
                async (HttpContext http) =>
                {
                    var block = new byte[64 * 1024];
                    for (int read; (read = await http.Request.Body.ReadAsync(block)) > 0; )
                    {
                        var tenth = received / (5 * Megabyte);
                        received += read;
                        if (received / (5 * Megabyte) > tenth)
                            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                    }
                    return ForecastServer.Sent(Done, 201);
                }
            );
            app.MapGet("/api/imports/i-1/refused", () => ForecastServer.Sent("""{"items":[],"next":null}"""));
        });

        var before = GC.GetTotalMemory(forceFullCollection: true);
        (await Typed.Run(server, "import", file)).ExitCode.ShouldBe(0);

        received.ShouldBe(50 * Megabyte);
        most.ShouldBeGreaterThan(0);
        (most - before).ShouldBeLessThan(30 * Megabyte);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Progress_is_drawn_on_standard_error_and_only_when_somebody_watches(bool watched)
    {
        await using var server = await ForecastServer.Start(app =>
        {
            app.MapPost(
                "/api/imports",
                async (HttpContext http) =>
                {
                    await http.Request.Body.CopyToAsync(Stream.Null);
                    return ForecastServer.Sent(Done, 201);
                }
            );
            app.MapGet("/api/imports/i-1/refused", () => ForecastServer.Sent("""{"items":[],"next":null}"""));
        });
        var typed = await Typed.With(
            new() { ["FORECASTS_SERVER"] = server.Address, ["FORECASTS_TOKEN"] = ForecastServer.Token },
            watched,
            "import",
            file
        );
        typed.Out.ShouldBe("Import i-1 (claims, done): 1 row, 1 accepted, 0 unchanged, 0 refused.\n");
        typed.Error.Contains("Sending").ShouldBe(watched);
    }

    [Fact]
    public async Task A_refusal_is_heard_before_the_file_is_sent()
    {
        await using var server = await ForecastServer.Start(app =>
            app.MapPost("/api/imports", () => ForecastServer.Refuse(403, "people.role", "Only an organiser imports."))
        );
        var typed = await Typed.Run(server, "import", file);
        typed.ExitCode.ShouldBe(2);
        typed.Error.TrimEnd().ShouldBe("people.role: Only an organiser imports.");
    }
}
