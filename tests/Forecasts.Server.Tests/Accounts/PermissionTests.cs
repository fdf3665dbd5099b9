using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Every route against every role that may not use it; the first letter of each person's name stands for the role.</summary>
public sealed class PermissionTests(Town town) : IClassFixture<Town>
{
    private static readonly object Some = new { probability = 0.5 };
    private static readonly object Fact = new
    {
        occurredOn = "2024-05-01",
        text = "T",
        source = "S",
    };

    // Who is let in; everybody else of the tournament gets 403, Sam (who has no role in it) 404.
    public static TheoryData<string, string, string> Writes =>
        new()
        {
            { "PUT tournaments/t/people", "Olga root", "access.role" },
            { "POST tournaments/t/seasons", "Olga root", "access.role" },
            { "PUT seasons/t/2024/calendar", "Olga root", "access.role" },
            { "POST seasons/t/2024/open", "Olga root", "access.role" },
            { "POST seasons/t/2024/publish", "Olga root", "access.role" },
            { "POST seasons/t/2024/predictions", "Ann Olga root", "access.role" },
            { "PUT predictions/{p}/claims/1/forecast", "Ann", "access.role" },
            { "DELETE predictions/{p}/claims/1/forecast", "Ann", "access.role" },
            { "POST predictions/{p}/evidence", "Ann Eve Olga root", "access.role" },
            { "PUT predictions/{p}/evidence/{e}", "Ann Eve Olga root", "access.role" },
            { "DELETE predictions/{p}/evidence/{e}", "Ann Eve Olga root", "access.role" },
            { "POST predictions/{p}/claims/1/verdicts", "Eve", "access.role" },
            { "POST predictions/{p}/claims/1/void", "Olga root", "access.role" },
            { "POST predictions/{p}/claims/1/reopen", "Olga root", "access.role" },
            { "POST tournaments", "root", "access.admin" },
        };

    public static TheoryData<string> Reads =>
        [
            "tournaments/t/people",
            "tournaments/t/seasons",
            "seasons/t/2024",
            "seasons/t/2024/predictions",
            "predictions/{p}",
            "seasons/t/2024/standings",
            "seasons/t/2024/report",
            "analysts/{ann}/track-record",
        ];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Nobody_acts_without_the_role_for_it(string route, string allowed, string code)
    {
        var (method, path) = await Filled(route);
        foreach (var name in (string[])["Olga", "Ann", "Eve", "Abe", "Vic", "Sam", "root"])
        {
            if (allowed.Split(' ').Contains(name))
                continue;
            var before = await town.Events();
            var answer = await town[name].Send(method, path, Body(method, path));
            if (name == "Sam" && path != "tournaments")
                answer.Code.ShouldBe(404, $"{name} {route} {answer.Problem}");
            else
                answer.ShouldBeRefused(403, code);
            (await town.Events()).ShouldBe(before, $"{name} {route}");
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Who_has_the_role_is_not_stopped_by_permissions(string route, string allowed, string _)
    {
        foreach (var name in allowed.Split(' '))
        {
            var (method, path) = await Filled(route, filer: "Bob", attached: name is "Ann" or "Eve" ? name : "Ann");
            var answer = await town[name].Send(method, path, Body(method, path));
            answer.Code.ShouldNotBeOneOf([401, 403, 404, 405, 500]);
            (answer.Problem ?? "").ShouldNotStartWith("access.");
        }
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Everybody_of_the_tournament_reads_and_nobody_else(string route)
    {
        var (_, path) = await Filled("GET " + route);
        foreach (var name in (string[])["Olga", "Ann", "Eve", "Abe", "Vic", "root"])
            (await town[name].Get(path)).Ok();
        var outsider = await town["Sam"].Get(path);
        outsider.Code.ShouldBe(404);
        ((string)outsider.Body!["code"]!).ShouldBeOneOf("tournament.unknown", "season.unknown", "prediction.unknown", "analyst.unknown");
    }

    [Fact]
    public async Task An_outsider_sees_no_tournament()
    {
        (await town["Sam"].Get("tournaments")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await town.Viewer.Get("tournaments")).Ok()["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Evidence_is_changed_by_its_author_or_an_organiser()
    {
        var (_, path) = await Filled("PUT predictions/{p}/evidence/{e}");
        await town.Refuses(403, "evidence.not-yours", () => town.Eve.Put(path, Fact));
        await town.Refuses(403, "evidence.not-yours", () => town.Eve.Delete(path, new { reason = "No." }));
        await town.Refuses(422, "text.missing", () => town.Ann.Delete(path));
        await town.Refuses(404, "evidence.unknown", () => town.Organiser.Put(path + "0", Fact));
        await town.Adds(1, () => town.Organiser.Delete(path, new { reason = "The source was a joke." }));
        await town.Adds(0, () => town.Ann.Delete(path, new { reason = "The source was a joke." }));
        await town.Refuses(409, "evidence.retracted", () => town.Ann.Put(path, Fact));
    }

    [Fact]
    public async Task An_import_is_its_importers()
    {
        var import = (string)(await town.Ann.Import("season,prediction,claim,analyst,made_at,probability\n")).Ok()["id"]!;
        (await town.Ann.Get($"imports/{import}")).Ok();
        (await town.Admin.Get($"imports/{import}/refused")).Ok();
        foreach (var name in (string[])["Olga", "Bob", "Eve", "Vic", "Sam"])
        {
            (await town[name].Get($"imports/{import}")).ShouldBeRefused(404, "import.unknown");
            (await town[name].Get($"imports/{import}/refused")).ShouldBeRefused(404, "import.unknown");
        }

        (await town.Ann.Get("imports/nothing")).ShouldBeRefused(404, "import.unknown");
    }

    private async Task<(HttpMethod Method, string Path)> Filled(string route, string filer = "Ann", string attached = "Ann")
    {
        var words = route.Split(' ');
        var path = words[1];
        if (path.Contains("{ann}", StringComparison.Ordinal))
            path = path.Replace("{ann}", await town.IdOf("Ann"), StringComparison.Ordinal);
        if (path.Contains("{p}", StringComparison.Ordinal))
        {
            var id = await Given.Filed(town[filer]);
            path = path.Replace("{p}", id, StringComparison.Ordinal);
            if (path.Contains("{e}", StringComparison.Ordinal))
                path = path.Replace(
                    "{e}",
                    (string)(await town[attached].Post($"predictions/{id}/evidence", Fact)).Ok()["id"]!,
                    StringComparison.Ordinal
                );
        }

        return (new(words[0]), path);
    }

    private static object? Body(HttpMethod method, string path) =>
        method == HttpMethod.Delete
            ? (path.EndsWith("forecast", StringComparison.Ordinal) ? null : new { reason = "Because." })
            : path.Split('/')[^1] switch
            {
                "tournaments" => new { slug = "other", name = "Other" },
                "people" => new[]
                {
                    Town.Role("Olga", "organiser"),
                    Town.Role("Ann", "analyst"),
                    Town.Role("Bob", "analyst"),
                    Town.Role("Eve", "reviewer"),
                    Town.Role("Rob", "reviewer"),
                    Town.Role("Abe", "adjudicator"),
                    Town.Role("Vic", "viewer"),
                },
                "seasons" => Given.Season(2026),
                "calendar" => Given.Calendar(),
                "open" => null,
                "publish" => new { reason = "Now." },
                "predictions" => Given.Prediction(),
                "forecast" => Some,
                "verdicts" => Given.Verdict("yes", "2024-05-01"),
                "void" => new { code = "organiser", reason = "Because." },
                "reopen" => new { reason = "Because." },
                _ => path.Contains("/evidence/", StringComparison.Ordinal)
                    ? new
                    {
                        occurredOn = "2024-05-02",
                        text = "T",
                        source = "S",
                    }
                    : Fact,
            };
}
