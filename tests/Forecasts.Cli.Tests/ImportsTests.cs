using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecasts.Cli.Tests;

public sealed class ImportsTests
{
    private const string Import = """
        {"id":"i-1","kind":"claims","state":"STATE","dryRun":false,"rows":5,"accepted":3,"unchanged":0,"refused":2,"error":null,"fileName":"a.csv","startedAt":"2026-11-25T01:02:03Z","undone":4,"undoCode":CODE,"undoMessage":MESSAGE,"remains":["season/t/2024"]}
        """;

    [Fact]
    public async Task The_list_has_one_line_an_import_and_stops_at_the_number_asked_for()
    {
        await using var server = await Serving("done");
        var typed = await Typed.Run(server, "imports", "list", "--format", "csv", "--most", "1");
        typed.ShouldBe(
            new Typed(0, "id,started,file,kind,state,rows,accepted,unchanged,refused\ni-1,2026-11-25 01:02,a.csv,claims,done,5,3,0,2\n", "")
        );
        server.Asked.ShouldBe(["/api/imports?limit=200"]);
        (await Typed.Run(server, "imports", "list")).Out.ShouldContain("a.csv");
    }

    [Fact]
    public async Task Refused_rows_are_shown_or_written_to_a_file_as_the_server_gives_them()
    {
        await using var server = await Serving("done");
        var shown = await Typed.Run(server, "imports", "show", "i-1");
        shown.ExitCode.ShouldBe(0);
        shown.Lines[0].ShouldBe("line 4: claim.unknown: No.");
        shown.Lines[^1].ShouldContain("5 rows, 3 accepted");
        var file = Path.GetTempFileName();
        try
        {
            var written = await Typed.Run(server, "imports", "show", "i-1", "--refused", file);
            written.Lines.ShouldHaveSingleItem().ShouldContain("2 refused");
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(
                "line,code,message,field\r\n4,claim.unknown,No.,claim\r\n"
            );
        }
        finally
        {
            File.Delete(file);
        }

        (await Typed.Run(server, "imports", "show", "i-1", "--refused", "/nowhere/at/all.csv")).Error.ShouldStartWith(
            "The file cannot be written: "
        );
        (await Typed.Run(server, "imports", "show", "none")).ShouldBe(new Typed(2, "", "import.unknown: There is no such import.\n"));
    }

    [Fact]
    public async Task Undoing_waits_for_the_end_and_names_what_remains()
    {
        await using var server = await Serving("undone", before: "undoing");
        var typed = await Typed.Run(server, "imports", "undo", "i-1");
        typed.ShouldBe(
            new Typed(
                0,
                "Import i-1 is undone: 4 acts taken back.\n",
                "It made these, and they remain because they are in use: season/t/2024\n"
            )
        );
        server.Asked.ShouldBe(["/api/imports/i-1/undo?wait=0", "/api/imports/i-1"]);
        JsonDocument
            .Parse((await Typed.Run(server, "imports", "undo", "i-1", "--format", "json")).Out)
            .RootElement.GetProperty("state")
            .GetString()
            .ShouldBe("undone");
    }

    [Fact]
    public async Task What_stands_in_the_way_is_exit_code_2()
    {
        await using var server = await Serving(
            "done",
            before: "undoing",
            code: "\"import.undo-forecast\"",
            message: "\"Others forecast on it.\""
        );
        (await Typed.Run(server, "imports", "undo", "i-1")).ShouldBe(new Typed(2, "", "import.undo-forecast: Others forecast on it.\n"));
    }

    private static Task<ForecastServer> Serving(string state, string before = "done", string code = "null", string message = "null") =>
        ForecastServer.Start(app =>
        {
            string Text(string s) =>
                Import
                    .Replace("STATE", s, StringComparison.Ordinal)
                    .Replace("CODE", code, StringComparison.Ordinal)
                    .Replace("MESSAGE", message, StringComparison.Ordinal);
            app.MapGet("/api/imports", () => ForecastServer.Sent($$"""{"items":[{{Text(state)}},{{Text(state)}}],"next":null}"""));
            app.MapGet("/api/imports/i-1", () => ForecastServer.Sent(Text(state)));
            app.MapPost("/api/imports/i-1/undo", () => ForecastServer.Sent(Text(before)));
            app.MapGet(
                "/api/imports/i-1/refused",
                () => ForecastServer.Sent("""{"items":[{"line":4,"code":"claim.unknown","message":"No.","field":"claim"}],"next":null}""")
            );
            app.MapGet(
                "/api/imports/i-1/refused.csv",
                () => Results.Text("line,code,message,field\r\n4,claim.unknown,No.,claim\r\n", "text/csv")
            );
            app.MapGet("/api/imports/{id}", () => ForecastServer.Refuse(404, "import.unknown", "There is no such import."));
        });
}
