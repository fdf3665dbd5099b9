using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Choosing a password, getting in with it and changing it, by the pages.</summary>
public sealed class PasswordTests(PrivatePostgres postgres)
{
    private const string Good = "grey heron 41",
        Better = "白鹳在屋顶上筑巢";

    [Fact]
    public async Task A_link_leads_to_choosing_a_password_which_lets_in_from_then_on()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await ann.Page("/account")).ShouldContain("no password yet");
        using (var chosen = await ann.Choose(Good))
            chosen.Headers.Location!.OriginalString.ShouldBe("/account?done=password");
        (await ann.Page("/account?done=password")).ShouldContain("Your password is set");

        using var other = Reader.Stranger(town.Server);
        using (await other.Get("/sign-in?returnUrl=%2Fimports%3Fa%3Db"))
        using (var welcome = await other.ByPassword("  aNN ", Good))
            welcome.Headers.Location!.OriginalString.ShouldBe("/imports?a=b", "where they were going");
        (await other.IsIn()).ShouldBeTrue();
        using var again = await Reader.SignedIn(town.Server, "Ann");
        (await again.Page("/account")).ShouldContain("your name and a password");
    }

    [Fact]
    public async Task A_link_leads_where_its_reader_was_going_by_way_of_choosing_a_password_which_may_be_left_for_later()
    {
        await using var town = await Town.Start(postgres);
        using var ann = Reader.Stranger(town.Server);
        await using var session = town.Server.Store.LightweightSession();
        var link = await Features.Accounts.AccountCommands.LinkFor(session, "Ann", town.Server.Clock.GetUtcNow());
        (await ann.Get("/sign-in?returnUrl=%2Fimports")).Dispose();
        using var answer = await ann.Send(link, link);
        var choose = answer.Headers.Location!.OriginalString;
        choose.ShouldBe("/account/password?returnUrl=%2Fimports");
        (await ann.Page(choose)).ShouldContain("href=\"/imports\">Not now");
        using var chosen = await ann.Send(choose, choose, ("password", Good), ("again", Good));
        chosen.Headers.Location!.OriginalString.ShouldBe("/imports");
        (await ann.Page("/account/password?returnUrl=//evil.test")).ShouldNotContain("href=\"//evil");
    }

    [Fact]
    public async Task Changing_it_takes_the_old_one_and_ends_all_other_browsers_and_open_links()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await ann.Choose(Good)).Dispose();
        using var phone = Reader.Stranger(town.Server);
        (await phone.GetsIn("Ann", Good)).ShouldBeTrue();
        await using var session = town.Server.Store.LightweightSession();
        var link = await Features.Accounts.AccountCommands.LinkFor(session, "Ann", town.Server.Clock.GetUtcNow());

        foreach (var old in (string?[])[null, "grey heron 42"])
            await Refused(ann, Better, old, "old", "This is not your password of now.");
        (await phone.IsIn()).ShouldBeTrue("what is refused ends nothing");
        using (var changed = await ann.Choose(Better, Good))
            changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ann.IsIn()).ShouldBeTrue();
        (await phone.IsIn()).ShouldBeFalse();
        (await phone.GetsIn("Ann", Good)).ShouldBeFalse();
        (await phone.GetsIn("Ann", Better)).ShouldBeTrue();
        using var stranger = Reader.Stranger(town.Server);
        (await stranger.SignIn(link)).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_gets_in_with_the_old_one_at_that_very_moment_is_out_again()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await ann.Choose("grey heron 0")).Dispose();
        for (var i = 0; i < 6; i++)
        {
            using var thief = Reader.Stranger(town.Server);
            var (old, next) = ($"grey heron {i}", $"grey heron {i + 1}");
            var both = await Task.WhenAll(ann.Choose(next, old), thief.ByPassword("Ann", old));
            foreach (var answer in both)
                using (answer)
                    ((int)answer.StatusCode).ShouldBeLessThan(500);
            var changed = both[0].StatusCode == HttpStatusCode.Redirect;
            (changed && await thief.IsIn()).ShouldBeFalse();
            if (!changed)
                (await ann.Choose(next, old)).Dispose();
        }
    }

    [Theory]
    [InlineData("", "8 to 256 characters", "8 至 256 个字符")]
    [InlineData("1234567", "8 to 256 characters", "8 至 256 个字符")]
    [InlineData("long", "8 to 256 characters", "8 至 256 个字符")]
    [InlineData("PassWord123!", "tried first", "最容易被猜到")]
    [InlineData("aaaaaaaaaaaa", "tried first", "最容易被猜到")]
    [InlineData("Forecasts", "tried first", "最容易被猜到")]
    [InlineData("q1w2e3r4", "tried first", "最容易被猜到")]
    [InlineData("jane BLOGGS", "Your name is no password", "姓名人人皆知")]
    public async Task What_is_no_password_is_refused_beside_its_field_in_both_languages(string password, string english, string chinese)
    {
        if (password == "long")
            password = string.Concat(Enumerable.Repeat("0123456789", 1_000));
        await using var town = await Town.Start(postgres);
        await town.Server.As("Jane Bloggs", RoleName.Viewer);
        foreach (var (language, says) in (IEnumerable<(string, string)>)[("en", english), ("zh-Hans", chinese)])
        {
            using var jane = await Reader.SignedIn(town.Server, "Jane Bloggs", language);
            var page = await Refused(jane, password, null, "password", says);
            if (password.Length > 0)
                page.ShouldNotContain($"value=\"{password}\"", Case.Sensitive, "a password does not come back");
        }

        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_credentials")).ShouldBe(0);
    }

    [Fact]
    public async Task The_two_must_be_the_same_and_256_characters_of_any_script_are_taken()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using (var differ = await ann.Choose(Good, again: Good + " "))
            (await differ.Content.ReadAsStringAsync()).ShouldContain("password-again-error");
        var longest = string.Concat(Enumerable.Repeat("鹳𠀀é ", 64));
        (await ann.Choose(longest)).Dispose();
        using var other = Reader.Stranger(town.Server);
        (await other.GetsIn("Ann", longest[..^1])).ShouldBeFalse();
        (await other.GetsIn("Ann", longest.Normalize(System.Text.NormalizationForm.FormD))).ShouldBeTrue(
            "the same characters from another keyboard"
        );
    }

    [Fact]
    public async Task Of_twenty_who_get_in_with_one_password_at_once_none_fails_and_somebody_is_in()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await ann.Choose(Good)).Dispose();
        var readers = Enumerable.Range(0, 20).Select(_ => Reader.Stranger(town.Server)).ToList();
        var answers = await Task.WhenAll(readers.Select(r => r.ByPassword("Ann", Good)));
        foreach (var answer in answers)
            using (answer)
                ((int)answer.StatusCode).ShouldBeLessThan(500);
        var letIn = answers.Count(a => a.StatusCode == HttpStatusCode.Redirect);
        letIn.ShouldBeGreaterThan(0);
        (await Task.WhenAll(readers.Select(r => r.IsIn()))).Count(isIn => isIn).ShouldBe(letIn);
        (await readers[0].GetsIn("Ann", Good)).ShouldBeTrue("no lock is left of it");
        readers.ForEach(r => r.Dispose());
    }

    private static async Task<string> Refused(Reader reader, string password, string? old, string field, string says)
    {
        using var answer = await reader.Choose(password, old);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.Content.ReadAsStringAsync();
        page[page.IndexOf($"password-{field}-error", StringComparison.Ordinal)..].ShouldContain(says);
        return page;
    }
}
