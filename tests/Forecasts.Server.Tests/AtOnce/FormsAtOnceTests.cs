using System.Net;
using System.Reflection;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Setup;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shouldly;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>
/// Every form, sent twice at the same moment by one browser and by two people: never a 5xx, and one effect where the form asks for one.
/// </summary>
public sealed class FormsAtOnceTests(PrivatePostgres postgres)
{
    // The handler of each form, and another test where that sends it at once.
    private static readonly Dictionary<string, string?> Handlers = new(StringComparer.Ordinal)
    {
        ["PredictionPage.OnPostForecast"] = nameof(DoubleClickTests),
        ["PredictionPage.OnPostLook"] = nameof(Pages.ForecastFormTests),
        ["PredictionPage.OnPostEvidence"] = nameof(DoubleClickTests),
        ["PredictionPage.OnPostVerdict"] = nameof(DoubleClickTests),
        ["OperationsPage.OnPostReplay"] = nameof(Operations.OperationsPageTests),
        ["OperationsPage.OnPostDiscard"] = nameof(Operations.OperationsPageTests),
        ["SignInPage.OnPost"] = null,
        ["SignInPage.OnPostPassword"] = nameof(Accounts.PasswordTests),
        ["SignOutPage.OnPost"] = null,
        ["PasswordPage.OnPost"] = null,
        ["AccountPage.OnPostEnd"] = null,
        ["AccountPage.OnPostEndOthers"] = null,
        ["LanguagePage.OnPost"] = null,
        ["PredictionPage.OnPostWithdraw"] = null,
        ["PredictionPage.OnPostOption"] = null,
        ["PredictionPage.OnPostCorrect"] = null,
        ["PredictionPage.OnPostRetract"] = null,
        ["PredictionPage.OnPostVoid"] = null,
        ["PredictionPage.OnPostReopen"] = null,
        ["SeasonPage.OnPost"] = null,
        ["SeasonPage.OnPostCalendar"] = null,
        ["SeasonPage.OnPostOpen"] = null,
        ["SeasonPage.OnPostPublish"] = null,
        ["ImportsPage.OnPost"] = nameof(Two_files_that_are_sent_at_once_are_both_taken),
        ["ImportPage.OnPostUndo"] = null,
        ["OperationsPage.OnPostRescore"] = null,
        ["TokensPage.OnPostMake"] = nameof(Accounts.TokenPageTests),
        ["TokensPage.OnPostRevoke"] = null,
        ["PeoplePage.OnPostAdd"] = null,
        ["PeoplePage.OnPostRoles"] = null,
        ["PeoplePage.OnPostRemove"] = null,
        ["PeoplePage.OnPostInvite"] = nameof(Accounts.InvitationTests),
    };

    public static TheoryData<string, bool> Forms()
    {
        var forms = new TheoryData<string, bool>();
        foreach (var (handler, elsewhere) in Handlers)
            if (elsewhere is null)
                foreach (var twoPeople in (bool[])[false, true])
                    forms.Add(handler, twoPeople);
        return forms;
    }

    [Fact]
    public void Every_form_is_in_the_table() =>
        typeof(ServerHost)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(PageModel)) && !t.IsAbstract && t != typeof(ErrorPage))
            .SelectMany(
                t =>
                    t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                        .Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)),
                (t, m) => $"{t.Name}.{m.Name}"
            )
            .Order(StringComparer.Ordinal)
            .ShouldBe(Handlers.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Sent_at_once(string handler, bool twoPeople)
    {
        await using var town = await Town.Start(postgres);
        string[] people = twoPeople ? ["One", "Two"] : ["One"];
        foreach (var name in people)
            await town.Server.As(name, RoleName.Admin, RoleName.Organiser, RoleName.Analyst, RoleName.Reviewer);
        var form =
            handler.StartsWith("TokensPage.", StringComparison.Ordinal) || handler.StartsWith("PeoplePage.", StringComparison.Ordinal)
                ? await OfPeople(handler, town)
                : await Prepare(handler, new(town, town.Ann));
        using var one = await Reader.SignedIn(town.Server, "One");
        using var two = twoPeople ? await Reader.SignedIn(town.Server, "Two") : one.Copy();
        if (handler == "PredictionPage.OnPostWithdraw")
            foreach (var reader in (Reader[])[one, two])
                (await reader.Send(form.Page, "Forecast", ("claim", "1"), ("probability", "40"))).Dispose();
        var answers = await Task.WhenAll(((Reader[])[one, two]).Select(r => r.Send(form.Page, form.Handler, form.Fields)));
        foreach (var answer in answers)
            using (answer)
                ((int)answer.StatusCode).ShouldBeLessThan(500, await answer.Content.ReadAsStringAsync());
        // Whoever is second finds it done, or is told so.
        answers.ShouldContain(a => a.StatusCode == HttpStatusCode.Redirect);
        if (form.Counted is { } counted)
            (await town.Server.Scalar<long>(counted)).ShouldBe(twoPeople ? form.OfTwo : 1);
    }

    [Fact]
    public async Task Two_files_that_are_sent_at_once_are_both_taken()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        using var copy = olga.Copy();
        var pages = await Task.WhenAll(
            ((Reader[])[olga, copy]).Select(r => r.Upload("/imports", "claims.csv", Imports.Files.ClaimsHeader + Imports.Files.Claim("p1")))
        );
        pages.Distinct().Count().ShouldBe(2);
        await Until.True(
            async () => await town.Server.Scalar<long>("select count(*) from forecasts.imports where state = 'Done'") == 2,
            "both are done"
        );
        (await town.Server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(1, "twice is once");
    }

    /// <summary>What has to be there, and what is then sent.</summary>
    /// <param name="OfTwo">So many effects have two people together.</param>
    private sealed record FormAct(string Page, string Handler, (string, string)[] Fields, string? Counted = null, int OfTwo = 1);

    private static async Task<FormAct> Prepare(string handler, Place place) =>
        handler switch
        {
            "SignInPage.OnPost" => new("/", "/sign-out", []),
            "SignOutPage.OnPost" => new("/", "/sign-out", []),
            "PasswordPage.OnPost" => new(
                "/account/password",
                "/account/password",
                [("password", "grey heron 41"), ("again", "grey heron 41")],
                "select count(*) from forecasts.mt_doc_credentials",
                2
            ),
            "AccountPage.OnPostEnd" => new("/account", "End", [("browser", "gone")], Browsers, 2),
            "AccountPage.OnPostEndOthers" => new("/account", "EndOthers", [], Browsers, 2),
            "LanguagePage.OnPost" => new("/", "/language", [("language", "zh-Hans"), ("back", "/")]),
            "PredictionPage.OnPostWithdraw" => new(
                PageOf(await place.Claim("")),
                "Withdraw",
                [("claim", "1")],
                Events("forecast.withdrawn.1"),
                2
            ),
            "PredictionPage.OnPostOption" => new(
                PageOf(await place.Choice("")),
                "Option",
                [("claim", "1"), ("option", "West"), ("note", "It came.")],
                Events("prediction.option-added.1")
            ),
            "PredictionPage.OnPostCorrect" => Evidence(
                await place.Attached(),
                "Correct",
                [("occurredOn", "2024-05-02"), ("text", "Another"), ("source", "Paper")],
                "evidence.corrected.1"
            ),
            "PredictionPage.OnPostRetract" => Evidence(await place.Attached(), "Retract", [("reason", "Wrong.")], "evidence.retracted.1"),
            "PredictionPage.OnPostVoid" => new(
                PageOf(await place.Due("")),
                "Void",
                [("claim", "1"), ("code", "source-vanished"), ("reason", "Gone.")],
                Events("review.settled.1")
            ),
            "PredictionPage.OnPostReopen" => new(
                PageOf(await place.Settled("reopen")),
                "Reopen",
                [("claim", "1"), ("reason", "Again.")],
                Events("review.reopened.1")
            ),
            "SeasonPage.OnPost" => new(
                "/seasons/t/2024",
                "/seasons/t/2024",
                [
                    ("form", "f"),
                    ("theme", "general"),
                    ("title", "T"),
                    ("coreJudgement", "J"),
                    ("claim1.statement", "S"),
                    ("claim1.criteria", "C"),
                    ("claim1.type", "binary"),
                    ("claim1.due", "2024-12-31"),
                ],
                Events("prediction.filed.1"),
                2
            ),
            "SeasonPage.OnPostCalendar" => new(
                "/seasons/t/2024",
                "Calendar",
                [
                    ("opens", "2024-01-01"),
                    ("forecastsClose", "2024-12-31"),
                    ("windowOpens", "2025-01-01"),
                    ("windowCloses", "2025-02-16"),
                    ("publishes", "2025-03-21"),
                ],
                Events("season.calendar-changed.1")
            ),
            "SeasonPage.OnPostOpen" => new(
                "/" + (await place.Planned())[..^"/open".Length],
                "Open",
                [],
                "select count(*) from forecasts.mt_events where type = 'season.opened.1' and stream_id like '%/2025'"
            ),
            "SeasonPage.OnPostPublish" => new(
                "/" + (await place.Ended("publish"))[..^"/publish".Length],
                "Publish",
                [("reason", "Early.")],
                Events("season.published.1")
            ),
            "ImportPage.OnPostUndo" => new("/" + (await place.Imported())[..^"/undo".Length], "Undo", [("sure", "true")]),
            "OperationsPage.OnPostRescore" => new("/operations", "Rescore", [("form", "f"), ("season", "t/2024")]),
            _ => throw new ArgumentOutOfRangeException(nameof(handler), handler, "It has no row."),
        };

    private static async Task<FormAct> OfPeople(string handler, Town town)
    {
        const string Page = "/tournaments/t/people";
        const string Roles = "select count(*) from forecasts.mt_doc_membership where data -> 'roles' = '[\"Analyst\", \"Reviewer\"]'";
        var (vic, version) = (await town.IdOf("Vic"), (await town.Admin.Get("tournaments/t/people")).Tag!);
        return handler switch
        {
            // One's own; the other person has no such token.
            "TokensPage.OnPostRevoke" => new(
                "/account/tokens",
                "Revoke",
                [
                    (
                        "token",
                        await town.Server.Scalar<string>(
                            "select t.id from forecasts.mt_doc_accesstoken t join forecasts.mt_doc_account a on a.id = t.data ->> 'account'"
                                + " where a.data ->> 'name' = 'One'"
                        )
                    ),
                ],
                "select count(*) from forecasts.mt_doc_accesstoken where data ->> 'revokedAt' is not null"
            ),
            "PeoplePage.OnPostAdd" => new(Page, "Add", [("name", "Nadia"), ("roles", "reviewer"), ("roles", "analyst")], Roles),
            "PeoplePage.OnPostRoles" => new(
                Page,
                "Roles",
                [("person", vic), ("version", version), ("roles", "analyst"), ("roles", "reviewer")],
                Roles
            ),
            "PeoplePage.OnPostRemove" => new(
                Page,
                "Remove",
                [("person", vic), ("version", version)],
                $"select 1 - count(*) from forecasts.mt_doc_membership where account = '{vic}'"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(handler), handler, "It has no row."),
        };
    }

    private static FormAct Evidence(string attached, string handler, (string, string)[] fields, string type) =>
        new(PageOf(attached), handler, [("evidence", attached.Split('/')[^1]), .. fields], Events(type));

    // predictions/ID/claims/1/act
    private static string PageOf(string path) => "/" + string.Join('/', path.Split('/')[..2]);

    private const string Browsers = "select count(*) from forecasts.mt_doc_browsersession";

    private static string Events(string type) => $"select count(*) from forecasts.mt_events where type = '{type}'";
}
