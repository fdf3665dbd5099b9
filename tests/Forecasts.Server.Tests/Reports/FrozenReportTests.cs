using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Forecasts.Cli;
using Forecasts.Record;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Reports;

/// <summary>A published report is served as the bytes that its hash was taken of, so that any reader can take it again.</summary>
public sealed partial class FrozenReportTests(PrivatePostgres postgres)
{
    private const string Report = "seasons/t/2024/report";

    [Fact]
    public async Task The_bytes_of_a_version_have_the_hash_that_the_answer_the_page_and_the_event_hold()
    {
        await using var town = await Town.Start(postgres);
        var published = await Published(town);
        var hash = (string)published["hash"]!;
        var (bytes, answer) = await Frozen(town, town.Viewer, 1);
        Hash(bytes).ShouldBe(hash);
        bytes.ShouldBe(CanonicalJson.Of(bytes), "whoever writes the same document in its canonical form gets the same bytes");
        (answer.Content.Headers.ContentType!.ToString(), answer.Headers.ETag!.Tag).ShouldBe(("application/json", $"\"{hash}\""));
        (await town.Server.Scalar<string>("select data ->> 'hash' from forecasts.mt_events where type = 'season.published.1'")).ShouldBe(
            hash
        );

        foreach (var (language, check) in ((string, string)[])[("en", "Check it yourself"), ("zh-Hans", "自行核对")])
        {
            using var speaker = await Reader.SignedIn(town.Server, "Vic", language);
            var page = await speaker.Page("/" + Report);
            page.ShouldContain(check, Case.Sensitive, language);
            page.ShouldContain($">{hash}<", Case.Sensitive, "the whole hash is printed");
            using var linked = await speaker.Get(
                Link().Match(page).Groups["address"].Value.Replace("&amp;", "&", StringComparison.Ordinal)
            );
            (await linked.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes);
            linked.Content.Headers.ContentDisposition!.FileName.ShouldBe("t-2024-report-1.json");
        }

        var typed = await Typed(town, "--version", "1");
        typed.Code.ShouldBe(0, typed.Error);
        Hash(Encoding.UTF8.GetBytes(typed.Out)).ShouldBe(hash, "nothing is added to the bytes");
        typed.Error.ShouldContain(hash);
    }

    [Fact]
    public async Task A_version_stays_what_it_was_whatever_comes_after_it()
    {
        await using var town = await Town.Start(postgres);
        var first = (string)(await Published(town))["hash"]!;
        var (before, _) = await Frozen(town, town.Viewer, 1);
        (
            await town.Organiser.Post($"predictions/{await Prediction(town)}/claims/1/reopen", new { reason = "The paper was corrected." })
        ).Ok();
        await town.Server.UntilScored("t/2024");
        var second = (await town.Organiser.Post("seasons/t/2024/publish", new { })).Ok();
        ((int)second["version"]!, (string)second["hash"]! != first).ShouldBe((2, true));
        await Do(town, "alter table forecasts.published_reports add column more jsonb not null default '{\"a\": 1}'");
        await Do(town, "vacuum full forecasts.published_reports");
        (await Frozen(town, town.Viewer, 1)).Bytes.ShouldBe(before);
        Hash((await Frozen(town, town.Viewer, 2)).Bytes).ShouldBe((string)second["hash"]!);

        // Bytes that this version would write otherwise: another order, spaces, a name it does not know.
        var old = "{ \"title\":\"半对\",\n \"season\" : \"t/2024\", \"gone\":1.50 }\n";
        await Do(
            town,
            $"update forecasts.published_reports set hash = '{Hash(Encoding.UTF8.GetBytes(old))}', content = convert_to('{old}', 'UTF8') where version = 1"
        );
        Encoding.UTF8.GetString((await Frozen(town, town.Viewer, 1)).Bytes).ShouldBe(old);
    }

    [Fact]
    public async Task What_is_not_published_and_what_is_not_for_the_reader_is_not_found()
    {
        await using var town = await Town.Start(postgres);
        (await town.Viewer.Get(Report + "?version=1")).ShouldBeRefused(404, "report.unpublished");
        await Published(town);
        foreach (var version in (string[])["2", "0", "-1"])
            (await town.Viewer.Get($"{Report}?version={version}")).ShouldBeRefused(404, "report.version-unknown");
        (await town.Viewer.Get(Report + "?version=one")).ShouldBeRefused(400, "request.malformed");
        (await town["Sam"].Get(Report + "?version=1")).ShouldBeRefused(404, "season.unknown");
        (await town.Server.Anonymous().Get(Report + "?version=1")).Code.ShouldBe(401);

        using var stranger = Reader.Stranger(town.Server);
        using (var door = await stranger.Get($"/{Report}?handler=Frozen&version=1"))
            door.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        using (var none = await vic.Get($"/{Report}?handler=Frozen&version=9"))
        {
            none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("has not been published");
        }

        var typed = await Typed(town, "--version", "9");
        (typed.Code, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldContain("report.version-unknown");
    }

    /// <summary>One claim, settled as yes; the report as it is answered to who publishes it.</summary>
    private static async Task<System.Text.Json.Nodes.JsonNode> Published(Town town)
    {
        var id = await Given.Filed(town.Ann);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.8 })).Ok();
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilScored("t/2024");
        await town.SetClock(Given.AfterWindow);
        return (await town.Organiser.Post("seasons/t/2024/publish", new { })).Ok();
    }

    private static async Task<string> Prediction(Town town) =>
        (string)(await town.Organiser.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;

    private static async Task<(byte[] Bytes, HttpResponseMessage Answer)> Frozen(Town town, Api who, int version)
    {
        using var http = new HttpClient { BaseAddress = new Uri(town.Server.Address, "/api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        var answer = await http.GetAsync(new Uri($"{Report}?version={version}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadAsByteArrayAsync(), answer);
    }

    [GeneratedRegex("class=\"[^\"]*check\"><a href=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task Do(Town town, string sql)
    {
        await using var command = town.Server.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(int Code, string Out, string Error)> Typed(Town town, params string[] options)
    {
        using StringWriter output = new(),
            error = new();
        var known = new Dictionary<string, string>
        {
            ["FORECASTS_SERVER"] = town.Server.Address.ToString(),
            ["FORECASTS_TOKEN"] = town.Viewer.Token,
        };
        var code = await ForecastsCommand.Run(
            ["report", "t/2024", .. options],
            new(output, error, false, false, known.GetValueOrDefault, Task.Delay)
        );
        return (code, output.ToString(), error.ToString());
    }
}
