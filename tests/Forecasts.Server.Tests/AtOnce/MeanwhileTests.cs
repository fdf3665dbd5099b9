using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>
/// Somebody else commits after a decision was made and before it is stored: what the decision rested on is another thing now, so it is
/// decided anew.
/// </summary>
public sealed class MeanwhileTests(PrivatePostgres postgres)
{
    private const string Closed = """
        update forecasts.mt_doc_seasonrecord set mt_version = mt_version + 1,
            data = jsonb_set(data, '{state,calendar,forecastsClose,instant}', '"2024-03-01T00:00:00+00:00"');
        update forecasts.mt_streams set version = version + 1 where id = 'season/t/2024'
        """;

    [Fact]
    public async Task A_forecast_is_decided_on_the_close_that_was_moved()
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await Given.Filed(town.Ann)}/claims/1/forecast";
        await town.Refuses(409, "forecast.after-close", () => Meanwhile(town, Closed, () => town.Bob.Put(path, new { probability = 0.4 })));
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(0);
    }

    [Fact]
    public async Task A_withdrawal_too()
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await Given.Filed(town.Ann)}/claims/1/forecast";
        (await town.Bob.Put(path, new { probability = 0.4 })).Ok();
        await town.Refuses(409, "forecast.after-close", () => Meanwhile(town, Closed, () => town.Bob.Delete(path)));
    }

    [Fact]
    public async Task A_prediction_is_decided_on_the_close_that_was_moved()
    {
        await using var town = await Town.Start(postgres);
        await town.Refuses(
            409,
            "prediction.after-close",
            () => Meanwhile(town, Closed, () => town.Ann.Post("seasons/t/2024/predictions", Given.Prediction()))
        );
    }

    [Fact]
    public async Task A_forecast_finds_the_prediction_taken_back()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        await town.Refuses(
            404,
            "prediction.unknown",
            () => Meanwhile(town, Gone(id), () => town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 }))
        );
    }

    [Fact]
    public async Task A_verdict_is_decided_on_the_evidence_that_was_taken_back()
    {
        await using var town = await Town.Start(postgres);
        var (id, evidence) = await WithEvidence(town);
        var retracted = $$"""
            update forecasts.mt_doc_evidencerecord set mt_version = mt_version + 1,
                data = jsonb_set(data, '{state,items,0,retracted}', '"Wrong."');
            update forecasts.mt_streams set version = version + 1 where id = 'evidence/{{id}}'
            """;
        await town.Refuses(422, "evidence.unknown", () => Meanwhile(town, retracted, () => Judge(town, id, evidence)));
    }

    [Fact]
    public async Task A_verdict_is_decided_on_the_window_that_was_moved()
    {
        await using var town = await Town.Start(postgres);
        var (id, evidence) = await WithEvidence(town);
        const string moved = """
            update forecasts.mt_doc_seasonrecord set mt_version = mt_version + 1,
                data = jsonb_set(data, '{state,calendar,windowCloses,instant}', '"2025-01-02T00:00:00+00:00"');
            update forecasts.mt_streams set version = version + 1 where id = 'season/t/2024'
            """;
        await town.Refuses(409, "review.after-window", () => Meanwhile(town, moved, () => Judge(town, id, evidence)));
    }

    [Fact]
    public async Task Evidence_finds_the_prediction_taken_back()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        await town.Refuses(
            404,
            "prediction.unknown",
            () => Meanwhile(town, Gone(id), () => town.Eve.Post($"predictions/{id}/evidence", Fact))
        );
    }

    [Fact]
    public async Task What_changed_beside_it_and_leaves_it_right_is_no_reason_to_refuse()
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await Given.Filed(town.Ann)}/claims/1/forecast";
        const string touched = "update forecasts.mt_streams set version = version + 1 where id = 'season/t/2024'";
        (await Meanwhile(town, touched, () => town.Bob.Put(path, new { probability = 0.4 }))).Ok();
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(1, "decided twice, stored once");
    }

    [Fact]
    public async Task A_forecast_finds_the_one_that_was_stored_while_it_waited_to_be_decided()
    {
        await using var town = await Town.Start(postgres);
        var (id, bob) = (await Given.Filed(town.Ann), await town.IdOf("Bob"));
        var filed = () =>
            $"""
                insert into forecasts.mt_streams (id, type, version, tenant_id)
                values ('forecast/{id}/{bob}', 'forecast_record', 1, '*DEFAULT*');
                insert into forecasts.forecast_intervals (claim, analyst, made_at, recorded_at, value, saw_crowd, imported, sequence)
                values ('{id}/1', '{bob}', '{town.Server.Clock.GetUtcNow():O}', now(), array[0.4], false, false, 1)
                """;
        var before = await town.Events();
        var again = () => town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 });
        (await Meanwhile(town, filed, again, "access exclusive")).Ok();
        (await town.Events()).ShouldBe(before, "it says the same, and was made later");
    }

    private static string Gone(string prediction) =>
        $"""
            delete from forecasts.mt_doc_predictionrecord where id = 'prediction/{prediction}';
            update forecasts.mt_streams set version = version + 1 where id = 'prediction/{prediction}'
            """;

    private static readonly object Fact = new
    {
        occurredOn = "2024-05-01",
        text = "Fact",
        source = "A paper",
    };

    private static async Task<(string Prediction, string Evidence)> WithEvidence(Town town)
    {
        var id = await Given.Filed(town.Ann);
        var evidence = (await town.Ann.Post($"predictions/{id}/evidence", Fact)).Ok();
        await town.SetClock(Given.InWindow);
        return (id, (string)evidence["id"]!);
    }

    private static Task<Answer> Judge(Town town, string id, string evidence) =>
        town.Eve.Post(
            $"predictions/{id}/claims/1/verdicts",
            new
            {
                verdict = "yes",
                reason = "As the paper says.",
                decidedAt = "2024-12-31",
                evidence = new[] { evidence },
            }
        );

    private static Task<Answer> Meanwhile(Town town, string change, Func<Task<Answer>> act) =>
        Meanwhile(town, () => change, act, "exclusive");

    /// <summary>Holds every commit back while an act is decided, changes something itself, and lets it go on.</summary>
    /// <param name="mode">With <c>access exclusive</c> nothing is read meanwhile either: the act waits to be decided.</param>
    private static async Task<Answer> Meanwhile(Town town, Func<string> change, Func<Task<Answer>> act, string mode)
    {
        await using var connection = await town.Server.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run($"lock table forecasts.mt_streams in {mode} mode");
        var acting = act();
        await Until.True(
            async () =>
                acting.IsCompleted
                || await town.Server.Scalar<bool>(
                    """
                    select exists (
                        select from pg_locks l join pg_class c on c.oid = l.relation where not l.granted and c.relname like 'mt_streams%')
                    """
                ),
            "the act waits for its commit",
            60
        );
        await Run(change());
        await transaction.CommitAsync();
        return await acting;

        async Task Run(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }
}
