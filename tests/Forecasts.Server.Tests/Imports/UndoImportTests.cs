using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>
/// An import is taken back as a whole, and leaves no score and no crowd; what was built on it stands in the way, and is named.
/// </summary>
public sealed class UndoImportTests(PrivatePostgres postgres)
{
    private static readonly string Claims =
        Files.ClaimsHeader.TrimEnd()
        + ",outcome\n"
        + string.Concat(Enumerable.Range(0, 1_100).Select(n => Files.Claim($"p{n % 600}", 1 + (n / 600), n % 2 == 0 ? ",yes" : ",")));

    private static readonly string Forecasts =
        Files.ForecastsHeader
        + string.Concat(
            Enumerable.Range(0, 1_200).Select(n => Files.Forecast($"p{n % 400}", $"Person {n % 7}", $"2024-02-{1 + (n / 400):00}", "0.4"))
        );

    [Fact]
    public async Task Forecasts_then_claims_leave_nothing_and_may_come_again()
    {
        await using var town = await Town.Start(postgres, now: Given.InWindow);
        var claims = await town.Admin.Import(Claims);
        claims.Counts().ShouldBe("1100 1100 0 0 done");
        var forecasts = await town.Admin.Import(Forecasts, "?createAnalysts=true");
        forecasts.Counts().ShouldBe("1200 1200 0 0 done");
        await town.Server.UntilScored("t/2024");
        (await town.Server.Scalar<long>("select count(*) from forecasts.scores")).ShouldBeGreaterThan(0);

        (await Undo(town.Admin, claims)).ShouldBeRefused(409, "import.undo-forecast");
        (await town.Admin.Get($"imports/{claims.Body!["id"]}")).Ok()["undoCode"]!.ToString().ShouldBe("import.undo-forecast");
        (await Undo(town.Ann, forecasts)).ShouldBeRefused(404, "import.unknown");
        ((string)(await Undo(town.Organiser, forecasts)).Ok()["state"]!).ShouldBe("undone");
        await town.Server.UntilScored("t/2024");
        await Until.True(
            async () => await town.Server.Scalar<long>("select count(*) from forecasts.crowd_series where points <> '[]'") == 0,
            "there is no crowd"
        );
        (
            await town.Server.Scalar<long>(
                "select (select count(*) from forecasts.scores) + (select count(*) from forecasts.forecast_intervals)"
            )
        ).ShouldBe(0);

        // They come again, and go again with a prediction of everything.
        (await town.Admin.Import(Forecasts, "?createAnalysts=true"))
            .Counts()
            .ShouldBe("1200 1200 0 0 done");
        await town.Server.UntilScored("t/2024");
        (await town.Server.Scalar<long>("select count(*) from forecasts.scores")).ShouldBeGreaterThan(0);
        var second = (string)(await town.Admin.Get("imports?limit=1")).Ok()["items"]![0]!["id"]!;
        (await town.Admin.Post($"imports/{second}/undo?wait=60", null)).Ok();
        ((string)(await Undo(town.Admin, claims)).Ok()["state"]!).ShouldBe("undone");
        (await Undo(town.Admin, claims)).Ok()["state"]!.ToString().ShouldBe("undone");
        (
            await town.Server.Scalar<long>(
                "select (select count(*) from forecasts.claims) + (select count(*) from forecasts.mt_doc_predictionrecord)"
            )
        ).ShouldBe(0);
        await Until.True(
            async () =>
                await town.Server.Scalar<long>(
                    "select (select count(*) from forecasts.score_sheets where status <> 'tombstone') + (select count(*) from forecasts.crowd_series where points <> '[]')"
                ) == 0,
            "every sheet is a tombstone"
        );
        (await town.Admin.Get("seasons/t/2024/standings")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        await town.Server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);

        (await town.Admin.Import(Claims)).Counts().ShouldBe("1100 1100 0 0 done");
        (await town.Admin.Import(Forecasts, "?createAnalysts=true")).Counts().ShouldBe("1200 1200 0 0 done");
        await town.Server.UntilScored("t/2024");
        (await town.Server.Scalar<long>("select count(*) from forecasts.scores")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_was_built_on_it_stands_in_the_way()
    {
        await using var town = await Town.Start(postgres);
        var claims = await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1") + Files.Claim("p2") + Files.Claim("p3"));
        var id = (string)
            (await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]!.AsArray().Single(p => (string)p!["key"]! == "p1")!["id"]!;
        var before = await town.Events();
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 })).Ok();
        var refused = await Undo(town.Admin, claims);
        refused.ShouldBeRefused(409, "import.undo-forecast");
        ((string)refused.Body!["detail"]!).ShouldContain("A title");
        (await town.Events()).ShouldBe(before + 1, "the two others stay too");
        (await town.Server.Scalar<string>("select state from forecasts.imports")).ShouldBe("Done");

        var forecasts = await town.Admin.Import(Files.ForecastsHeader + Files.Forecast("p2", "Bob", "2024-02-01", "0.3"));
        var second = (string)
            (await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]!.AsArray().Single(p => (string)p!["key"]! == "p2")!["id"]!;
        (await town.Bob.Put($"predictions/{second}/claims/1/forecast", new { probability = 0.8 })).Ok();
        (await Undo(town.Admin, forecasts)).ShouldBeRefused(409, "import.undo-revised");

        var dry = await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p9"), "?dryRun=true");
        (await Undo(town.Admin, dry)).ShouldBeRefused(409, "import.dry-run");
        (await town.Admin.Post("imports/nothing/undo", null)).ShouldBeRefused(404, "import.unknown");
    }

    [Fact]
    public async Task A_forecast_that_comes_while_it_is_taken_back_stands_in_the_way()
    {
        await using var town = await Town.Start(postgres);
        var (claims, id) = await One(town);
        var (undone, filed) = await AtOnce(
            town,
            id,
            () => Undo(town.Admin, claims),
            () => town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 })
        );
        filed.Ok();
        undone.ShouldBeRefused(409, "import.undo-forecast");
        (await town.Server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_verdict_that_comes_while_it_is_taken_back_stands_in_the_way_or_finds_nothing()
    {
        await using var town = await Town.Start(postgres);
        var (claims, id) = await One(town);
        await town.SetClock(Given.InWindow);
        var (undone, judged) = await AtOnce(
            town,
            id,
            () => Undo(town.Admin, claims),
            () => town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))
        );
        if ((int)undone.Status < 300)
            judged.ShouldBeRefused(404, "prediction.unknown");
        else
        {
            judged.Ok();
            undone.ShouldBeRefused(409, "import.undo-reviewed");
        }
    }

    private static async Task<(Answer Import, string Prediction)> One(Town town) =>
        (
            await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1")),
            (string)(await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!
        );

    /// <summary>
    /// Both have decided before either is stored: the prediction's stream is held, as by one who rests on it, until the other one is
    /// done or waits too.
    /// </summary>
    private static async Task<(Answer One, Answer Other)> AtOnce(
        Town town,
        string prediction,
        Func<Task<Answer>> one,
        Func<Task<Answer>> other
    )
    {
        const string Waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        Task<Answer> first,
            second;
        await using (var hold = await town.Server.Database.OpenConnectionAsync())
        await using (var transaction = await hold.BeginTransactionAsync())
        {
            await using var held = new Npgsql.NpgsqlCommand("select from forecasts.mt_streams where id = $1 for share", hold, transaction)
            {
                Parameters = { new() { Value = "prediction/" + prediction } },
            };
            await held.ExecuteNonQueryAsync();
            first = one();
            await Until.True(async () => await town.Server.Scalar<long>(Waiting) > 0, "the first one waits", 60);
            second = other();
            await Until.True(
                async () => second.IsCompleted || await town.Server.Scalar<long>(Waiting) > 1,
                "the other one is done or waits",
                60
            );
        }

        return (await first, await second);
    }

    private static Task<Answer> Undo(Api person, Answer import) => person.Post($"imports/{import.Body!["id"]}/undo?wait=60", null);
}
