using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.WhatShows;

/// <summary>
/// A year from the opening to the report: at each of its moments every person reads every route and every page, and what shows to whom is
/// the table that lies beside this test. A new route or page is read by itself.
/// </summary>
public sealed partial class ScriptedYearTests(PrivatePostgres postgres)
{
    private static readonly string[] People = ["Vic", "Ann", "Bob", "Cay", "Aut", "Eve", "Rob", "Abe", "Olga", "root", "Sam"];

    /// <summary>What to look for in an answer.</summary>
    private static readonly (string What, Regex Shows)[] Items =
    [
        ("Ann's forecast", AnnsForecast()),
        ("Ann's number", AnnsNumber()),
        ("Ann's rationale", AnnsRationale()),
        ("the crowd", Crowd()),
        ("Olga's stance", Stance()),
        ("Eve's verdict", EvesVerdict()),
        ("the outcome", Outcome()),
        ("scores", Scores()),
    ];

    [Fact]
    public async Task What_shows_to_whom_is_as_the_table_says()
    {
        var table = new StringBuilder();
        foreach (var visibility in (string[])["sealed", "afterOwn", "open"])
            table.Append(await Year(visibility));
        var file = Path.Combine(Here(), "ScriptedYear.txt");
        if (Environment.GetEnvironmentVariable("FORECASTS_WRITE_TABLE") == "1")
            await File.WriteAllTextAsync(file, table.ToString());
        table.ToString().ShouldBe(await File.ReadAllTextAsync(file));
    }

    private async Task<string> Year(string visibility)
    {
        var calendar = new
        {
            opens = "2024-01-01",
            forecastsClose = "2024-12-31",
            windowOpens = "2025-01-10",
            windowCloses = "2025-02-15",
            publishes = "2025-03-20",
        };
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2, visibility: visibility, calendar: calendar));
        var people = new Dictionary<string, Api>(StringComparer.Ordinal)
        {
            ["Cay"] = await town.Server.As("Cay"),
            ["Aut"] = await town.Server.As("Aut"),
        };
        foreach (var name in People.Except(people.Keys))
            people[name] = town[name];
        (
            await town.Admin.Put(
                "tournaments/t/people",
                new[]
                {
                    Town.Role("Olga", "organiser"),
                    Town.Role("Ann", "analyst"),
                    Town.Role("Bob", "analyst"),
                    Town.Role("Cay", "analyst"),
                    Town.Role("Aut", "analyst"),
                    Town.Role("Eve", "reviewer"),
                    Town.Role("Rob", "reviewer"),
                    Town.Role("Abe", "adjudicator"),
                    Town.Role("Vic", "viewer"),
                }
            )
        ).Ok();
        var prediction = (string)(await people["Aut"].Post("seasons/t/2024/predictions", Prediction)).Ok()["id"]!;
        (
            await people["Ann"]
                .Put($"predictions/{prediction}/claims/1/forecast", new { probability = 0.7321, rationale = "rationale-of-ann" })
        ).Ok();
        (await people["Bob"].Put($"predictions/{prediction}/claims/1/forecast", new { probability = 0.5177 })).Ok();
        (
            await people["Ann"]
                .Put(
                    $"predictions/{prediction}/claims/2/forecast",
                    new
                    {
                        quantiles = new object[]
                        {
                            new { level = 0.1, value = 50 },
                            new { level = 0.5, value = 123.25 },
                            new { level = 0.9, value = 400 },
                        },
                    }
                )
        ).Ok();
        (
            await people["Olga"]
                .Post(
                    $"predictions/{prediction}/evidence",
                    new
                    {
                        occurredOn = "2024-05-02",
                        text = "It was otherwise.",
                        source = "A paper",
                        stances = new Dictionary<string, string> { ["1"] = "contradicts" },
                    }
                )
        ).Ok();
        var import = (string)
            (
                await people["Olga"]
                    .Import("season,prediction,claim,analyst,made_at,probability\nt/2024,nowhere,1,Ann,2024-03-01T00:00:00Z,0.5\n")
            ).Body!["id"]!;
        await town.Server.UntilUpToDate();
        var walk = new Walk(
            town.Server,
            new Dictionary<string, string[]>
            {
                ["t"] = ["t"],
                ["y"] = ["2024"],
                ["predictions/id"] = [prediction],
                ["analysts/id"] = [await town.IdOf("Ann"), await town.IdOf("Bob")],
                ["imports/id"] = [import],
                ["rescores/id"] = ["none"],
                ["queue"] = ["forecasts-score-claim_error"],
                ["errors/forecasts-score-claim_error/id"] = ["none"],
            }
        );
        walk.Count.ShouldBeGreaterThan(25);

        var table = new StringBuilder($"== {visibility}: {string.Join(' ', People)}\n");
        await Look("mid-year");
        await town.SetClock(new(2025, 1, 5, 12, 0, 0, TimeSpan.Zero));
        await Look("forecasts closed");
        // From the reveal on all seasons are alike.
        if (visibility != "sealed")
            return table.ToString();
        await town.SetClock(new(2025, 1, 12, 12, 0, 0, TimeSpan.Zero));
        await Look("window open");
        await Judge("Eve");
        await Look("Eve has judged");
        await Judge("Rob");
        await town.Server.UntilUpToDate();
        await Look("both have");
        await town.SetClock(new(2025, 3, 21, 12, 0, 0, TimeSpan.Zero));
        await town.Server.UntilUpToDate();
        (await people["Olga"].Post("seasons/t/2024/publish", new { })).Ok();
        await Look("published");
        return table.ToString();

        async Task Judge(string name) =>
            (
                await people[name]
                    .Post(
                        $"predictions/{prediction}/claims/1/verdicts",
                        new
                        {
                            verdict = "no",
                            reason = $"verdict-of-{name.ToLowerInvariant()}",
                            decidedAt = "2024-10-17",
                        }
                    )
            ).Ok();

        async Task Look(string moment)
        {
            var seen = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (var name in People)
                seen[name] = [.. (await walk.Of(town.Server, name, people[name])).Select(a => a.Text)];
            table.Append(moment).Append('\n');
            foreach (var (what, shows) in Items)
                table
                    .Append("  ")
                    .Append(what.PadRight(18))
                    .Append(string.Join(' ', People.Select(p => (seen[p].Exists(shows.IsMatch) ? "x" : "-").PadRight(p.Length))))
                    .Append('\n');
        }
    }

    private static object Prediction =>
        new
        {
            theme = "general",
            title = "A judgement",
            coreJudgement = "Something will happen.",
            claims = new object[]
            {
                new
                {
                    statement = "It happens.",
                    type = "binary",
                    criteria = "As the paper says.",
                    due = "2024-12-31",
                },
                new
                {
                    statement = "So many.",
                    type = "number",
                    criteria = "As the paper says.",
                    due = "2024-12-31",
                    range = new { min = 0, max = 1000 },
                },
            },
        };

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("0\\.7321|73\\.21", RegexOptions.None, 1_000)]
    private static partial Regex AnnsForecast();

    [GeneratedRegex("123\\.25", RegexOptions.None, 1_000)]
    private static partial Regex AnnsNumber();

    [GeneratedRegex("rationale-of-ann", RegexOptions.None, 1_000)]
    private static partial Regex AnnsRationale();

    [GeneratedRegex("0\\.6249|62\\.49", RegexOptions.None, 1_000)]
    private static partial Regex Crowd();

    [GeneratedRegex("\"1\":\"contradicts\"", RegexOptions.None, 1_000)]
    private static partial Regex Stance();

    [GeneratedRegex("verdict-of-eve", RegexOptions.None, 1_000)]
    private static partial Regex EvesVerdict();

    [GeneratedRegex("2024-10-17", RegexOptions.None, 1_000)]
    private static partial Regex Outcome();

    // Of whoever forecast alone a peer score is 0.
    [GeneratedRegex("\"peer\":-?[0-9]*\\.?[0-9]*[1-9]", RegexOptions.None, 1_000)]
    private static partial Regex Scores();
}
