using Forecasts.Server.Setup.Commands;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>How a command line is read: commands, their options, and settings in any place among them.</summary>
public sealed class CommandWordsTests(PrivatePostgres postgres)
{
    /// <summary>Every command, with what it cannot do without; a new one is added here, or the usage has a line too many.</summary>
    private static readonly string[] All =
    [
        "serve [--sample]",
        "tokens create --user NAME --roles a,b [--label TEXT] [--days N]",
        "tokens revoke --user NAME [--label TEXT]",
        "signin-link --user NAME",
        "accounts shut NAME",
        "accounts open NAME",
        "accounts sign-out NAME",
        "accounts rescue NAME",
        "accounts roles NAME --roles a,b",
        "errors list [--queue Q]",
        "errors show --queue Q --id ID",
        "errors replay --queue Q --id ID|all",
        "errors discard --queue Q --id ID|all --reason TEXT",
        "backup --file FILE",
        "restore --file FILE [--replace]",
        "rescore [--claim PREDICTION/NUMBER]",
        "db-apply",
        "db-assert",
    ];

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("tokens --help")]
    [InlineData("--Forecasts:Role=boss --help")]
    public async Task Help_has_a_line_for_every_command_and_for_the_settings(string words)
    {
        var lines = (await Says(words)).TrimEnd().Split('\n');
        lines.Length.ShouldBe(All.Length + 4);
        foreach (var command in All)
            lines.Count(l => l.StartsWith("Forecasts.Server " + command, StringComparison.Ordinal)).ShouldBe(1, command);
        lines.ShouldContain(l => l.Contains("--Forecasts:DataDirectory=DIR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_command_has_a_help_of_its_own_with_its_options_and_the_settings()
    {
        foreach (var command in All)
        {
            var words = string.Join(' ', command.Split(' ').TakeWhile(w => char.IsAsciiLetterLower(w[0])));
            var help = await Says(words + " --help");
            foreach (var option in command.Split(' ', '[').Where(w => w.StartsWith("--", StringComparison.Ordinal)))
                help.ShouldContain(option.TrimEnd(']'), Case.Sensitive, words);
            help.ShouldContain("--Forecasts:DataDirectory=DIR", Case.Sensitive, words);
        }
    }

    [Theory]
    [InlineData("tokens", "'tokens' is not a command.\n")]
    [InlineData("tokens destroy --user Ann", "'tokens destroy' is not a command.\n")]
    [InlineData("serves", "'serves' is not a command.\n")]
    [InlineData("backup now", "'backup now' is not a command.\n")]
    [InlineData("accounts shut Ann Lee", "'accounts shut Ann Lee' is not a command.\n")]
    [InlineData("@words", "'@words' is not a command.\n")]
    [InlineData("--smaple", "There is no option --smaple here; see --help.")]
    [InlineData("tokens revoke --user Ann --lable=desk", "There is no option --lable here; see --help.")]
    [InlineData("accounts shut", "Say whom: --user NAME.")]
    [InlineData("accounts open --user=", "--user")]
    [InlineData("signin-link --user", "--user")]
    [InlineData("tokens create --user Ann", "Say which roles: --roles admin,organiser,reviewer,analyst,viewer.")]
    [InlineData("rescore --all --season t/2024", "Say what: --claim PREDICTION/NUMBER, --season TOURNAMENT/YEAR or --all.")]
    [InlineData("restore", "Say from which file: --file FILE.")]
    public async Task What_is_not_meant_is_told_in_a_sentence_before_anything_is_done(string words, string told)
    {
        var settings = "--ConnectionStrings:Forecasts=" + (await postgres.Database()).ConnectionString;
        var refused = await Should.ThrowAsync<StartRefused>(() => ServerCommands.Invoke([.. words.Split(' '), settings], TextWriter.Null));
        refused.Message.ShouldStartWith(told.StartsWith("--", StringComparison.Ordinal) ? "" : told);
        refused.Message.ShouldContain(told);
        if (!told.EndsWith('\n'))
            refused.Message.ShouldEndWith(".");
    }

    [Fact]
    public async Task Settings_stand_before_between_and_after_the_words_with_a_sign_or_a_space()
    {
        var database = (await postgres.Database()).ConnectionString;
        foreach (
            var words in (string[][])
                [
                    ["db-assert", "--ConnectionStrings:Forecasts=" + database],
                    ["db-assert", "--ConnectionStrings:Forecasts", database],
                    ["--ConnectionStrings:Forecasts", database, "db-assert"],
                    ["--urls", "http://127.0.0.1:0", "db-assert", "--ConnectionStrings:Forecasts=" + database],
                ]
        )
            (await Says(words)).ShouldBe("The database is as this version needs it.\n");
        (await Says("tokens", "--ConnectionStrings:Forecasts", database, "create", "--roles=viewer", "--user", "Ann")).ShouldStartWith(
            "fct_"
        );
        (await Says("accounts", "shut", "--ConnectionStrings:Forecasts", database, "ann")).ShouldStartWith("Shut: Ann.");
        (await Says("accounts", "open", "ann", "--Forecasts:Role", "both", "--ConnectionStrings:Forecasts=" + database)).ShouldStartWith(
            "Open again: Ann."
        );
    }

    private static Task<string> Says(string words) => Says(words.Split(' '));

    private static async Task<string> Says(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        (await ServerCommands.Invoke(words, output)).ShouldBe(0);
        return output.ToString();
    }
}
