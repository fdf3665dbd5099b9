using System.Globalization;
using System.Text;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// The same input for every run: round after round a file of claims and one of forecasts, some of its lines bad, then verdicts and evidence
/// on the new claims, then everything scored anew.
/// </summary>
public sealed class Story(StubbornClient root, StubbornClient eve)
{
    public const int Analysts = 24,
        Claims = 6,
        Turns = 10;
    public static readonly string[] Acts = ["import", "resolve", "rescore"];
    private const int Bad = 25;

    public static string Analyst(int number) => string.Create(CultureInfo.InvariantCulture, $"Analyst {number:00}");

    public Task Tell(int round, string act) =>
        act switch
        {
            "import" => Import(round),
            "resolve" => Resolve(round),
            _ => Rescore(round),
        };

    /// <summary>Two claims a prediction, each prediction of an author who is new.</summary>
    public static string ClaimFile(int round)
    {
        var file = new StringBuilder("season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,author\n");
        for (var c = 0; c < Claims; c++)
            file.Append(
                CultureInfo.InvariantCulture,
                $"t/2024,general,r{round}p{c / 2},Title {c / 2},Judgement,{1 + (c % 2)},It happens.,binary,As the paper says.,2024-12-31,Author {round} {c / 2}\n"
            );
        return file.ToString();
    }

    public static string ForecastFile(int round, int turns)
    {
        var random = new Random(round);
        var file = new StringBuilder("season,prediction,claim,analyst,made_at,probability\n");
        for (var turn = 0; turn < turns; turn++)
        for (var a = 0; a < Analysts; a++)
        for (var c = 0; c < Claims; c++)
        {
            var number = (((turn * Analysts) + a) * Claims) + c;
            var prediction = number % Bad == 7 ? "nowhere" : $"r{round}p{c / 2}";
            file.Append(
                CultureInfo.InvariantCulture,
                $"t/2024,{prediction},{1 + (c % 2)},{Analyst(a)},2024-{1 + turn:00}-{1 + random.Next(28):00}T{random.Next(24):00}:{random.Next(60):00}:00Z,{0.01 * (1 + random.Next(99)):0.00}\n"
            );
        }

        return file.ToString();
    }

    private async Task Import(int round)
    {
        var claims = await root.Import(ClaimFile(round), $"claims-{round}");
        ((string)claims["state"]!, (int)claims["accepted"]!).ShouldBe(("done", Claims));
        const int Rows = Analysts * Claims * Turns,
            Refused = (Rows + Bad - 1 - 7) / Bad;
        var forecasts = await root.Import(ForecastFile(round, Turns), $"forecasts-{round}");
        (
            (string)forecasts["state"]!,
            (int)forecasts["rows"]!,
            (int)forecasts["accepted"]!,
            (int)forecasts["unchanged"]!,
            (int)forecasts["refused"]!
        ).ShouldBe(("done", Rows, Rows - Refused, 0, Refused));
    }

    private async Task Resolve(int round)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        for (string? after = ""; after is not null; )
        {
            var page = await root.Get($"seasons/t/2024/predictions?limit=200{after}");
            foreach (var p in page["items"]!.AsArray())
                known[(string)p!["key"]!] = (string)p["id"]!;
            after = (string?)page["next"] is { } next ? "&after=" + next : null;
        }

        for (var c = 0; c < Claims; c++)
        {
            var (id, claim) = (known[$"r{round}p{c / 2}"], 1 + (c % 2));
            await root.Post(
                $"predictions/{id}/evidence",
                $"evidence-{round}-{c}",
                new
                {
                    occurredOn = "2024-12-30",
                    text = $"Fact {c}",
                    source = "A paper",
                }
            );
            var word =
                c == 4 ? "void:condition-not-met"
                : (round + c) % 2 == 0 ? "yes"
                : "no";
            await Verdict(root, "first");
            // The third is disagreed upon, and reopened.
            if (c == 2)
            {
                await Verdict(eve, "other", word == "yes" ? "no" : "yes");
                await root.Post(
                    $"predictions/{id}/claims/{claim}/reopen",
                    $"reopen-{round}-{c}",
                    new { reason = "They disagree." },
                    alreadySo: "claim.open"
                );
                await Verdict(root, "again");
            }

            await Verdict(eve, "second");

            Task Verdict(StubbornClient by, string key, string? other = null) =>
                by.Post($"predictions/{id}/claims/{claim}/verdicts", $"{key}-{round}-{c}", Given.Verdict(other ?? word));
        }
    }

    private async Task Rescore(int round)
    {
        var asked = await root.Post("rescores", $"rescore-{round}", null);
        await root.Until($"rescores/{asked["id"]}", r => (bool)r["finished"]!);
    }
}
