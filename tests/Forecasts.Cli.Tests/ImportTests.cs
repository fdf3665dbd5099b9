using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecasts.Cli.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public ImportTests() => File.WriteAllText(file, "season,prediction\nenergy/2026,grid\n");

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task The_file_arrives_as_csv_with_a_key_and_its_options()
    {
        string? type = null,
            body = null;
        var keys = new List<string>();
        await using var server = await Importing(
            0,
            async http =>
            {
                (type, body) = (http.Request.ContentType, await new StreamReader(http.Request.Body).ReadToEndAsync());
                keys.Add(http.Request.Headers["Idempotency-Key"].ToString());
                return State("done", 0, http.Request.Query["dryRun"].ToString());
            }
        );
        var typed = await Typed.Run(server, "import", file, "--dry-run", "--create-analysts");
        (await Typed.Run(server, "import", file)).ExitCode.ShouldBe(0);

        typed.ShouldBe(new Typed(0, "Dry run, nothing kept i-1 (forecasts, done): 500 rows, 500 accepted, 0 unchanged, 0 refused.\n", ""));
        type.ShouldBe("text/csv");
        body.ShouldBe(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        keys.Count.ShouldBe(2);
        keys[0].ShouldNotBeNullOrWhiteSpace();
        keys[1].ShouldNotBe(keys[0]);
        server.Asked.First().ShouldBe($"/api/imports?dryRun=true&createAnalysts=true&fileName={Path.GetFileName(file)}&wait=0");
        server.Asked.ShouldContain($"/api/imports?dryRun=false&createAnalysts=false&fileName={Path.GetFileName(file)}&wait=0");
        (
            await Typed.Run(
                server,
                "import",
                file,
                "--create-seasons",
                "--tournament",
                "a b",
                "--file-format",
                "yearly-list",
                "--format",
                "json"
            )
        ).ExitCode.ShouldBe(0);
        server.Asked.ShouldContain(
            $"/api/imports?dryRun=false&createAnalysts=false&fileName={Path.GetFileName(file)}&wait=0&createSeasons=true&tournament=a%20b&format=yearly-list"
        );
        (await Typed.Run(server, "import", file, "--tournament", "t", "--create-tournament", "A b", "--format", "json")).ExitCode.ShouldBe(
            0
        );
        server.Asked.ShouldContain(
            $"/api/imports?dryRun=false&createAnalysts=false&fileName={Path.GetFileName(file)}&wait=0&tournament=t&createTournament=A%20b"
        );
    }

    [Fact]
    public async Task A_running_import_is_looked_at_until_it_is_done()
    {
        var looks = 0;
        await using var server = await Importing(
            0,
            _ => Task.FromResult(State("running", 0)),
            () => State(++looks < 3 ? "running" : "done", 0)
        );
        var typed = await Typed.Run(server, "import", file);
        typed.ExitCode.ShouldBe(0);
        looks.ShouldBe(3);
        typed.Lines.ShouldHaveSingleItem().ShouldContain("(forecasts, done)");
    }

    [Fact]
    public async Task Refused_rows_of_every_page_are_told_by_their_kinds_and_the_exit_code_is_1()
    {
        await using var server = await Ended(250);
        var typed = await Typed.Run(server, "import", file);
        typed.ExitCode.ShouldBe(1);
        typed.Lines.Length.ShouldBe(7);
        typed.Lines[0].ShouldBe("line 2: claim.unknown: There is no claim 2, \"so\" it is.");
        typed.Lines[4].ShouldBe("line 6: claim.unknown: There is no claim 6, \"so\" it is.");
        typed.Lines[5].ShouldBe("claim.unknown: 245 more of 250 rows; forecasts imports show i-1 --refused FILE writes all of them.");
        typed.Lines[6].ShouldBe("Import i-1 (forecasts, done): 500 rows, 250 accepted, 0 unchanged, 250 refused.");
        server.Asked.Skip(1).ShouldBe(["/api/imports/i-1/refused?limit=200", "/api/imports/i-1/refused?limit=200&after=a%2F200%3D"]);
    }

    [Theory]
    [InlineData("table", 7)]
    [InlineData("csv", 251)]
    public async Task All_of_them_are_written_where_a_file_is_named(string format, int lines)
    {
        await using var server = await Ended(250);
        var refused = file + ".refused";
        try
        {
            var typed = await Typed.Run(server, "import", file, "--refused", refused, "--format", format);
            (typed.ExitCode, typed.Lines.Length).ShouldBe((1, lines));
            if (format == "table")
                typed.Lines[5].ShouldBe($"claim.unknown: 245 more of 250 rows; all of them are in {refused}.");
            var written = await File.ReadAllLinesAsync(refused, TestContext.Current.CancellationToken);
            (written.Length, written[0], written[250]).ShouldBe(
                (251, "line,code,message,field", "251,claim.unknown,\"There is no claim 251, \"\"so\"\" it is.\",claim")
            );
        }
        finally
        {
            File.Delete(refused);
        }

        (await Typed.Run(server, "import", file, "--refused", "/nowhere/at/all.csv")).Error.ShouldStartWith("The file cannot be written: ");
        (await Typed.Run(server, "import", file, "--refused", file)).Error.ShouldStartWith("--refused names the file that is read");
        server
            .Asked.Count(a => a.StartsWith("/api/imports?", StringComparison.Ordinal))
            .ShouldBe(1, "nothing is sent where the refusals could not be kept");
    }

    [Fact]
    public async Task As_json_the_refused_rows_stand_in_the_result()
    {
        await using var server = await Ended(250);
        var typed = await Typed.Run(server, "import", file, "--format", "json");
        typed.ExitCode.ShouldBe(1);
        var json = JsonDocument.Parse(typed.Out).RootElement;
        json.GetProperty("refused").GetInt32().ShouldBe(250);
        json.GetProperty("refusedRows").GetArrayLength().ShouldBe(250);
        json.GetProperty("refusedRows")[249].GetProperty("line").GetInt32().ShouldBe(251);
        json.GetProperty("refusedRows")[0].GetProperty("message").GetString().ShouldBe("There is no claim 2, \"so\" it is.");
    }

    [Fact]
    public async Task As_csv_the_refused_rows_are_the_result_and_the_summary_is_a_remark()
    {
        await using var server = await Ended(250);
        var typed = await Typed.Run(server, "import", file, "--format", "csv");
        typed.ExitCode.ShouldBe(1);
        typed.Lines.Length.ShouldBe(251);
        typed.Lines[0].ShouldBe("line,code,message,field");
        typed.Lines[1].ShouldBe("2,claim.unknown,\"There is no claim 2, \"\"so\"\" it is.\",claim");
        typed.Error.ShouldContain("250 refused.");
    }

    [Fact]
    public async Task A_failed_import_is_exit_code_2_with_the_reason_and_still_lists_its_rows()
    {
        await using var server = await Importing(
            1,
            _ => Task.FromResult(State("failed", 1, error: "\"Line 3 cannot be read.\",\"errorCode\":\"csv.malformed\""))
        );
        var typed = await Typed.Run(server, "import", file);
        typed.ExitCode.ShouldBe(2);
        typed.Error.TrimEnd().ShouldBe("The import failed: csv.malformed: Line 3 cannot be read.");
        typed.Lines[0].ShouldStartWith("line 2: claim.unknown: ");
        typed.Lines[^1].ShouldContain("(forecasts, failed)");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_exit_code_2_and_the_server_is_not_asked()
    {
        await using var server = await Ended(0);
        var typed = await Typed.Run(server, "import", file + ".none");
        typed.ExitCode.ShouldBe(2);
        typed.Error.ShouldStartWith("The file cannot be read: ");
        server.Asked.ShouldBeEmpty();
    }

    private static Task<ForecastServer> Ended(int refused) => Importing(refused, _ => Task.FromResult(State("done", refused)));

    private static string State(string state, int refused, string dryRun = "false", string error = "null") =>
        $$"""
            {"id":"i-1","kind":"forecasts","state":"{{state}}","dryRun":{{dryRun}},"rows":500,"accepted":{{500
                - refused}},"unchanged":0,"refused":{{refused}},"error":{{error}}}
            """;

    // Refused rows come 200 a page, from line 2 on.
    private static Task<ForecastServer> Importing(int refused, Func<HttpContext, Task<string>> post, Func<string>? look = null) =>
        ForecastServer.Start(app =>
        {
            app.MapPost(
                "/api/imports",
                async (HttpContext http) =>
                {
                    return ForecastServer.Sent(await post(http), 201);
                }
            );
            if (look is not null)
                app.MapGet("/api/imports/i-1", () => ForecastServer.Sent(look()));
            app.MapGet(
                "/api/imports/i-1/refused",
                (int limit, string? after) =>
                {
                    var from = after is null ? 0 : int.Parse(after.Trim('a', '/', '='), CultureInfo.InvariantCulture);
                    var to = Math.Min(from + limit, refused);
                    var items = Enumerable
                        .Range(from, to - from)
                        .Select(n =>
                            $$"""
                                {"line":{{n + 2}},"code":"claim.unknown","message":"There is no claim {{n
                                    + 2}}, \"so\" it is.","field":"claim"}
                                """
                        );
                    return ForecastServer.Sent(
                        $$"""{"items":[{{string.Join(',', items)}}],"next":{{(to < refused ? $"\"a/{to}=\"" : "null")}}}"""
                    );
                }
            );
        });
}
