using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>A dry run says exactly what the real run then does, over several chunks, and stores nothing but its own record.</summary>
public sealed class DryRunTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Of_claims()
    {
        await using var town = await Town.Start(postgres, now: Given.InWindow);
        var lines = Enumerable.Range(0, 2_400).Select(n => Files.Claim($"p{n}", more: ",,")).ToArray();
        lines[0] = Files.Claim("first", more: ",Zoe,yes");
        lines[1] = Files.Claim("first", 2, ",Zoe,");
        lines[3] = Files.Claim("only-refused", more: ",Ghost,yes").Replace("general", "nowhere", StringComparison.Ordinal);
        // In later chunks, of what an earlier one brought:
        lines[1_200] = Files.Claim("first", more: ",zoe,yes"); // the same line
        lines[1_201] = Files.Claim("first", more: ",ZOE,no"); // settled otherwise
        lines[1_202] = Files.Claim("first", 3, ",Zoe,"); // one claim more
        lines[1_203] = Files.Claim("first", 2, ",Zoe,").Replace("It happens", "It does not happen", StringComparison.Ordinal); // the claim says something else
        lines[1_204] = Files.Claim("first", 4, ",Zoe,").Replace("A title", "Another title", StringComparison.Ordinal); // the judgement says something else
        lines[1_205] = Files.Claim("first", 2, ",Zoe,void:organiser"); // known, settled now
        lines[2_300] = Files.Claim("first", 3, ",Zoe,");
        lines[2_301] = Files.Claim("first", 2, ",Zoe,void:organiser");
        lines[2_302] = Files.Claim("first", 3, ",Yan,"); // another author
        lines[2_303] = "t/2024,general\n";
        await Same(
            town,
            Files.ClaimsHeader.TrimEnd() + ",author,outcome\n" + string.Concat(lines),
            "2400 2391 3 6 done",
            [
                "5 theme.unknown",
                "1203 claim.settled",
                "1205 prediction.exists",
                "1206 prediction.exists",
                "2304 prediction.exists",
                "2305 csv.columns",
            ]
        );
        (
            await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' in ('Ghost', 'Yan')")
        ).ShouldBe(0, "a refused line leaves nobody behind");
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where upper(data ->> 'name') = 'ZOE'")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_forecasts()
    {
        await using var town = await Town.Start(postgres);
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1") + Files.Claim("p1", 2))).Counts().ShouldBe("2 2 0 0 done");
        var lines = Enumerable
            .Range(0, 2_400)
            .Select(n => Files.Forecast("p1", $"Person {n % 700}", $"2024-02-01T00:{n / 700:00}:00Z", "0.5"))
            .ToArray();
        lines[0] = Files.Forecast("p1", "Zoe", "2024-03-01", "0.3");
        lines[1] = Files.Forecast("p1", "Ghost", "2024-03-01", "1.3");
        lines[2] = Files.Forecast("p1", "Later", "2024-03-01", "1.3");
        lines[1_100] = Files.Forecast("p1", "zoe", "2024-03-01", "0.3"); // the same
        lines[1_101] = Files.Forecast("p1", "ZOE", "2024-03-01", "0.4"); // another at that instant
        lines[1_102] = Files.Forecast("p1", " Zoe ", "2024-02-20", "0.4"); // before it
        lines[2_200] = Files.Forecast("p1", "Zoe", "2024-02-20", "0.4");
        lines[2_201] = Files.Forecast("p1", "Later", "2024-03-01", "0.3");
        lines[2_202] = Files.Forecast("p1", "Zoe", "2024-03-01", "0.3", claim: 3);
        lines[2_203] = Files.Forecast("p1", "Zoe", "2024-03-01", "0.3", claim: 2);
        await Same(
            town,
            Files.ForecastsHeader + string.Concat(lines),
            "2400 2394 2 4 done",
            ["3 forecast.out-of-range", "4 forecast.out-of-range", "1103 forecast.duplicate", "2204 claim.unknown"]
        );
        (
            await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' in ('Ghost', 'Later')")
        ).ShouldBe(1, "a refused line leaves nobody behind");
    }

    [Fact]
    public async Task Of_a_file_that_breaks_off()
    {
        await using var town = await Town.Start(postgres);
        var file =
            Files.ClaimsHeader
            + string.Concat(Enumerable.Range(0, 1_500).Select(n => Files.Claim($"p{n}")))
            + Files.Claim("left").Replace("A title", "\"A title", StringComparison.Ordinal)
            + Files.Claim("never");
        await Same(town, file, "1500 1500 0 0 failedcsv.malformed", []);
    }

    private static async Task Same(Town town, string file, string counts, string[] refused)
    {
        var before = await town.Server.Stored();
        var dry = await town.Admin.Import(file, "?dryRun=true&createAnalysts=true");
        dry.Counts().ShouldBe(counts, string.Join(", ", await town.Admin.Refused(dry)));
        (await town.Admin.Refused(dry)).ShouldBe(refused);
        ((bool)dry.Body!["dryRun"]!).ShouldBeTrue();
        (await town.Server.Stored()).ShouldBe(before, "a dry run stores nothing");

        var real = await town.Admin.Import(file, "?createAnalysts=true");
        real.Counts().ShouldBe(counts);
        (await town.Admin.Refused(real)).ShouldBe(refused);
        ((string?)real.Body!["error"]).ShouldBe((string?)dry.Body["error"]);

        // Twice is once, and a dry run knows that too.
        var events = await town.Events();
        var again = await town.Admin.Import(file, "?dryRun=true&createAnalysts=true");
        (await town.Admin.Import(file, "?createAnalysts=true")).Counts().ShouldBe(again.Counts());
        ((int)again.Body!["accepted"]!).ShouldBe(0);
        (await town.Events()).ShouldBe(events);
    }
}
