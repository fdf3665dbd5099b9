using Forecasts.Server.Setup.Commands;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Tokens and links from the command line, beside the running server.</summary>
[Collection(nameof(FirstStart))]
public sealed class AccountCommandsTests(FirstStart first, PrivatePostgres postgres)
{
    [Fact]
    public async Task A_token_works_until_it_is_revoked_and_is_kept_as_a_hash_alone()
    {
        var made = await ServerProcess.Run(
            "tokens",
            "create",
            "--user",
            "Zoë 张",
            "--roles",
            "organiser,analyst",
            "--label",
            "laptop",
            first.Folder.Option
        );
        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldMatch("^fct_[A-Za-z0-9_-]{43}\n$");
        var token = made.Output.Trim();
        (await first.Server.With(token).Get("tournaments")).Ok();
        (await first.Server.With(token + "x").Get("tournaments")).Code.ShouldBe(401);

        (await Rows(Ids.Hash(token))).ShouldBeGreaterThan(0, "the search finds what is there");
        (await Rows(token["fct_".Length..])).ShouldBe(0);

        (await ServerProcess.Run("tokens", "revoke", "--user", "zoë 张", "--label", "desk", first.Folder.Option)).Output.ShouldBe(
            "Revoked: 0\n"
        );
        (await first.Server.With(token).Get("tournaments")).Ok();
        (await ServerProcess.Run("tokens", "revoke", "--user", "zoë 张", first.Folder.Option)).Output.ShouldBe("Revoked: 1\n");
        (await first.Server.With(token).Get("tournaments")).Code.ShouldBe(401);
    }

    [Fact]
    public async Task A_sign_in_link_is_made_for_somebody_known_and_kept_as_a_hash_alone()
    {
        await ServerProcess.Run("tokens", "create", "--user", "Lin", "--roles", "viewer", first.Folder.Option);
        var made = await ServerProcess.Run("signin-link", "--user", "lin", "--urls=http://forecasts.test/", first.Folder.Option);
        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldMatch("^http://forecasts.test/sign-in/[A-Za-z0-9_-]{43}\n$");
        var secret = made.Output.Trim().Split('/')[^1];
        (await Rows(Ids.Hash(secret))).ShouldBe(1);
        (await Rows(secret)).ShouldBe(0);
    }

    [Fact]
    public async Task A_sign_in_link_for_nobody_is_refused() =>
        (await ServerProcess.Run("signin-link", "--user", "Nobody", first.Folder.Option)).ShouldBeOneSentenceNaming(
            "'Nobody'",
            "tokens create"
        );

    [Theory]
    [InlineData("tokens create", "--user=Ann --roles=analyst,king", "'king' is not a role")]
    [InlineData("tokens create", "--user=Ann --roles=5", "'5' is not a role")]
    [InlineData("tokens create", "--user=Ann --roles=", "--roles")]
    [InlineData("tokens create", "--user=Ann", "--roles")]
    [InlineData("tokens create", "--roles=viewer", "--user")]
    [InlineData("tokens create", "--user=\t --roles=viewer", "--user")]
    [InlineData("tokens create", "--user=Ann --roles=viewer --days=soon", "'soon'")]
    [InlineData("tokens create", "--user=Ann --roles=viewer --days=0", "'0'")]
    [InlineData("tokens create", "--user=Ann --roles=viewer --days=3651", "'3651'")]
    [InlineData("tokens revoke", "--user=Nobody", "'Nobody'")]
    public async Task What_makes_no_sense_is_refused_and_makes_nobody(string verb, string options, string named)
    {
        var settings = await postgres.Database();
        string[] words = [.. verb.Split(' '), .. options.Split(' '), "--ConnectionStrings:Forecasts=" + settings.ConnectionString];
        (await Should.ThrowAsync<StartRefused>(() => ServerCommands.Invoke(words, TextWriter.Null))).Message.ShouldContain(named);
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from forecasts.mt_doc_account", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    /// <summary>How many rows of the whole database hold the text anywhere.</summary>
    private async Task<long> Rows(string text)
    {
        var tables = await first.Folder.Scalar<string>(
            """
            select string_agg(format('select count(*) from only %I.%I t where strpos(t::text, $x) > 0', n.nspname, c.relname), ' union all ')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
            """
        );
        return (long)
            await first.Folder.Scalar<decimal>(
                $"select sum(count) from ({tables.Replace("$x", $"'{text}'", StringComparison.Ordinal)}) found"
            );
    }
}
