using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>The pages of imports, in both languages.</summary>
public sealed class ImportPagesTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("en", "Refused rows", "Undo this import")]
    [InlineData("zh-Hans", "被拒的行", "撤销此次导入")]
    public async Task An_organiser_sees_what_came_in_what_was_refused_and_the_way_back(string language, string rows, string undo)
    {
        var import = (
            await town.Admin.Import(
                Files.ClaimsHeader + Files.Claim("p-" + language) + "t/2024,nowhere,x,T,J,1,S,binary,C,2024-12-31\n",
                $"?fileName=claims-{language}.csv"
            )
        ).Ok();
        using var reader = await Reader.SignedIn(town.Server, "Olga", language);
        (await reader.Page("/imports")).ShouldContain($"claims-{language}.csv");
        var page = await reader.Page($"/imports/{import["id"]}");
        page.ShouldContain(rows);
        page.ShouldContain(undo);
        page.IndexOf(undo, StringComparison.Ordinal)
            .ShouldBeLessThan(page.IndexOf("<table", StringComparison.Ordinal), "the way back is not below two hundred rows");
        page.ShouldContain(language == "en" ? "1 row is stored; 1 was refused" : "1 行已保存；1 行被拒");
        page.ShouldNotContain("style=");
        var csv = await reader.Page($"/imports/{import["id"]}?handler=Refused");
        csv.ShouldContain("line,code,message,field");
        csv.ShouldContain("3,theme.unknown,");
        (await reader.Page("/seasons/t/2024")).ShouldContain("/imports");
        using var ann = await Reader.SignedIn(town.Server, "Ann", language);
        (await ann.Get($"/imports/{import["id"]}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_shows_what_a_file_looks_like_and_its_examples_come_in_as_they_are()
    {
        using var root = await Reader.SignedIn(town.Server, "root");
        var page = await root.Page("/imports");
        foreach (var format in KnownFormats.All)
        {
            page.ShouldContain($"<a href=\"/imports?handler=Example&amp;format={format.Name}\" download>");
            var example = await root.Page($"/imports?handler=Example&format={format.Name}");
            var lines = example.Count(c => c == '\n') - 1;
            var import = await town.Admin.Import(example, "?tournament=my-tournament&createTournament=Mine&createAnalysts=true");
            import.Counts().ShouldBe($"{lines} {lines} 0 0 done", format.Name);
            ((string)import.Ok()["kind"]!).ShouldBe(format.Name);
        }

        (await root.Get("/imports?handler=Example&format=colour")).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("root", true)]
    [InlineData("Olga", true)]
    [InlineData("Ann", false)]
    [InlineData("Sam", false)]
    public async Task Whoever_organises_finds_the_way_from_home(string name, bool finds)
    {
        using var reader = await Reader.SignedIn(town.Server, name);
        (await reader.Page("/")).Contains("href=\"/imports\"", StringComparison.Ordinal).ShouldBe(finds);
    }

    [Fact]
    public async Task Who_sends_an_empty_file_hears_so_and_whoever_reads_chinese_is_told_in_chinese()
    {
        using var reader = await Reader.SignedIn(town.Server, "Olga", "zh-Hans");
        async Task<string> Sent(string file) =>
            (await Should.ThrowAsync<InvalidOperationException>(() => reader.Upload("/imports", "sent.csv", file))).Message;
        (await Sent("")).ShouldContain("文件为空");
        (await Sent("season,prediction,claim,analyst,probability,colour\n")).ShouldContain("此类文件没有列“colour”");
        (await Sent("season,season,prediction,claim,analyst,probability\n")).ShouldContain(
            "<span class=\"soft\" lang=\"en\">A column is named twice.</span>",
            customMessage: "the details follow"
        );
        using var english = await Reader.SignedIn(town.Server, "Olga");
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                english.Upload("/imports", "sent.csv", "season,season,prediction,claim,analyst,probability\n")
            )
        ).Message.ShouldContain("role=\"alert\">A column is named twice.</p>");
    }

    [Fact]
    public async Task The_same_file_from_two_browsers_at_once_is_stored_once()
    {
        using var one = await Reader.SignedIn(town.Server, "Olga");
        using var two = await Reader.SignedIn(town.Server, "Olga");
        var file = Files.ClaimsHeader + string.Concat(Enumerable.Range(0, 1_500).Select(n => Files.Claim($"both{n}")));
        var pages = await Task.WhenAll(one.Upload("/imports", "both.csv", file), two.Upload("/imports", "both.csv", file));
        pages[0].ShouldNotBe(pages[1]);
        var states = await Task.WhenAll(
            pages.Select(async p =>
            {
                var id = p[(p.LastIndexOf('/') + 1)..];
                await Until.True(
                    async () => (string?)(await town.Admin.Get($"imports/{id}")).Body!["state"] != "running",
                    "the import has ended"
                );
                return (await town.Admin.Get($"imports/{id}")).Ok();
            })
        );
        (states.Sum(s => (int)s["accepted"]!), states.Sum(s => (int)s["unchanged"]!), states.Sum(s => (int)s["refused"]!)).ShouldBe(
            (1_500, 1_500, 0)
        );
        (await one.Page(pages[0])).ShouldNotContain("<progress");
    }

    [Fact]
    public async Task A_running_import_asks_the_browser_to_look_again()
    {
        await using (
            var begin = town.Server.Database.CreateCommand(
                """
                insert into forecasts.imports (id, by, started_at, bytes, read, kind, dry_run, create_analysts, create_seasons, state, rows, accepted, unchanged, refused, undone, tournaments, after_sequence)
                select 'held', id, now(), 100, 40, 'claims', false, false, false, 'Running', 5, 5, 0, 0, 0, '{}', 0 from forecasts.mt_doc_account where data ->> 'name' = 'Olga'
                """
            )
        )
        await using (var hold = await town.Server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var locked = new Npgsql.NpgsqlCommand(
                "select pg_advisory_lock(hashtext('forecasts.imports'), hashtext('held'))",
                hold
            );
            await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var reader = await Reader.SignedIn(town.Server, "Olga");
            using var answer = await reader.Get("/imports/held");
            answer.Headers.GetValues("Refresh").ShouldBe(["2"]);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(
                "<progress max=\"100\" value=\"40\""
            );
            await using var gone = town.Server.Database.CreateCommand("delete from forecasts.imports where id = 'held'");
            await gone.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
