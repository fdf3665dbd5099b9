using System.Net;
using System.Text.RegularExpressions;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Tokens that people make for themselves: shown once, listed with their last use, ended at once.</summary>
public sealed partial class TokenPageTests(PrivatePostgres postgres)
{
    private const string Page = "/account/tokens";

    [Theory]
    [InlineData("en", "Copy it now", "Last used", "Not used yet")]
    [InlineData("zh-Hans", "请立即复制", "最近使用于", "尚未使用")]
    public async Task A_token_is_shown_once_works_at_once_and_ends_at_once(string language, string copy, string used, string unused)
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann", language);
        var made = await Make(ann, await Form(ann), ("label", "notebook <b>"), ("scopes", "file"), ("days", "30"));
        made.ShouldContain(copy);
        made.ShouldContain("notebook &lt;b&gt;");
        var api = town.Server.With(Secret(made)!);
        (await ann.Page(Page)).ShouldContain(unused);
        (await api.Get("tournaments")).Ok();
        await Until.True(async () => (await ann.Page(Page)).Contains(used, StringComparison.Ordinal), "its use is told");

        var page = await ann.Page(Page);
        Secret(page).ShouldBeNull("it is shown once");
        var id = Ids.Hash(api.Token);
        page.ShouldContain(id);
        using var bob = await Reader.SignedIn(town.Server, "Bob", language);
        using (var stolen = await bob.Send(Page, "Revoke", ("token", id)))
            stolen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.Get("tournaments")).Ok();
        using (var revoked = await ann.Send(Page, "Revoke", ("token", id)))
            revoked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await api.Get("tournaments")).ShouldBeRefused(401, "token.missing");
        (await ann.Page(Page)).ShouldNotContain(id);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_at_once_makes_one_token_and_shows_it_to_both_and_is_of_no_use_to_others()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var copy = ann.Copy();
        var form = await Form(ann);
        var pages = await Task.WhenAll(((Reader[])[ann, copy]).Select(r => Make(r, form, ("label", "twice"), ("days", "none"))));
        pages.Select(Secret).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await Count(town, "twice")).ShouldBe(1);

        using var bob = await Reader.SignedIn(town.Server, "Bob");
        Secret(await Make(bob, form, ("label", "stolen"), ("days", "30"))).ShouldBeNull();
        using (await ann.Send(Page, "Revoke", ("token", Ids.Hash(Secret(pages[0])!))))
            Secret(await Make(ann, form, ("label", "again"), ("days", "30"))).ShouldBeNull("what was revoked stays so");
        (await Count(town, "stolen") + await Count(town, "again")).ShouldBe(0);
    }

    [Theory]
    [InlineData("en", "Say in 1 to 100 characters", " ", "file", "30")]
    [InlineData("zh-Hans", "请用 1 至 100 个字符", " ", "file", "30")]
    [InlineData("en", "Scopes are read, file, review, organise", "a", "everything", "30")]
    [InlineData("zh-Hans", "用途须为", "a", "7", "30")]
    [InlineData("en", "A token is valid for 30, 90 or 365 days", "a", "file", "31")]
    [InlineData("zh-Hans", "有效期须为", "a", "file", "")]
    public async Task What_cannot_be_is_refused_beside_its_field_and_kept(
        string language,
        string says,
        string label,
        string scope,
        string days
    )
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann", language);
        var before = await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_accesstoken");
        (await Make(ann, await Form(ann), ("label", label), ("scopes", scope), ("days", days))).ShouldContain(says);
        (await Make(ann, "no form", ("label", "a"), ("days", "30"))).ShouldContain(language == "en" ? "made anew" : "现已更新");
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_accesstoken")).ShouldBe(before);
    }

    [Fact]
    public async Task A_token_without_an_end_stays_and_one_with_an_end_does_not()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        var brief = town.Server.With(Secret(await Make(ann, await Form(ann), ("label", "brief"), ("days", "30")))!);
        var endless = town.Server.With(Secret(await Make(ann, await Form(ann), ("label", "endless"), ("days", "none")))!);
        await town.SetClock(Given.MidYear.AddDays(29));
        (await brief.Get("tournaments")).Ok();
        await town.SetClock(Given.MidYear.AddDays(31));
        (await brief.Get("tournaments")).ShouldBeRefused(401, "token.missing");
        (await endless.Get("tournaments")).Ok();
    }

    [Fact]
    public async Task The_last_use_is_written_once_an_hour_and_never_into_the_token()
    {
        await using var town = await Town.Start(postgres);
        var id = Ids.Hash(town.Ann.Token);
        var token = $"select xmin::text from forecasts.mt_doc_accesstoken where id = '{id}'";
        var use = $"select coalesce((select xmin::text from forecasts.mt_doc_tokenuse where id = '{id}'), '')";
        var before = await town.Server.Scalar<string>(token);
        (await town.Ann.Get("tournaments")).Ok();
        await Until.True(async () => await town.Server.Scalar<string>(use) != "", "it is written");
        var first = await town.Server.Scalar<string>(use);
        for (var i = 0; i < 20; i++)
            (await town.Ann.Get("tournaments")).Ok();
        // A use of another token, written after these would have been.
        var other = await town.Server.As("Other", RoleName.Viewer);
        (await other.Get("tournaments")).Ok();
        await Until.True(
            async () =>
                await town.Server.Scalar<long>($"select count(*) from forecasts.mt_doc_tokenuse where id = '{Ids.Hash(other.Token)}'") == 1,
            "the other's is written"
        );
        (await town.Server.Scalar<string>(use)).ShouldBe(first);
        await town.SetClock(Given.MidYear.AddMinutes(61));
        (await town.Ann.Get("tournaments")).Ok();
        await Until.True(async () => await town.Server.Scalar<string>(use) != first, "an hour later it is written again");
        (await town.Server.Scalar<string>(token)).ShouldBe(before);
    }

    private static async Task<string> Form(Reader reader) => FormId().Match(await reader.Page(Page)).Groups["form"].Value;

    private static async Task<string> Make(Reader reader, string form, params (string, string)[] fields)
    {
        using var answer = await reader.Send(Page, "Make", [("form", form), .. fields]);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string? Secret(string page) => Shown().Match(page) is { Success: true } found ? found.Value : null;

    private static Task<long> Count(Town town, string label) =>
        town.Server.Scalar<long>($"select count(*) from forecasts.mt_doc_accesstoken where data ->> 'label' = '{label}'");

    [GeneratedRegex("name=\"form\" value=\"(?<form>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex FormId();

    [GeneratedRegex("fct_[A-Za-z0-9_-]{43}", RegexOptions.None, 1_000)]
    private static partial Regex Shown();
}
