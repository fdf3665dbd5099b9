using System.Text.Json.Nodes;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

public sealed class UnitTests(PrivatePostgres postgres)
{
    private const string Stored = """
        select jsonb_build_array(
            (select to_jsonb(s) - 'id' - 'timestamp' - 'created' from forecasts.mt_streams s where id = $1),
            (select to_jsonb(e) - 'seq_id' - 'id' - 'stream_id' - 'timestamp' - 'headers' from forecasts.mt_events e where stream_id = $1),
            (select to_jsonb(d) - 'id' - 'data' - 'mt_last_modified' from forecasts.mt_doc_seasonrecord d where id = $1))::text
        """;

    [Fact]
    public async Task What_it_appends_is_what_the_event_store_itself_would()
    {
        await using var town = await Town.Start(postgres);
        var planned = (SeasonEvent.Planned)(await Events(town)).Single(e => e is SeasonEvent.Planned);
        await using (var session = town.Server.Store.LightweightSession())
        {
            session.LastModifiedBy = Person.Service.Id;
            session.Events.StartStream<SeasonRecord>("season/t/1999", planned);
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Commands(town).Season("t/1998", Person.Service, _ => planned, null, CancellationToken.None);
        (await Told(town, "season/t/1998")).ShouldBe(await Told(town, "season/t/1999"));
    }

    [Fact]
    public async Task A_decider_that_asks_for_what_was_not_loaded_is_told_so()
    {
        await using var town = await Town.Start(postgres);
        var unit = Should.ThrowAsync<InvalidOperationException>(() =>
            Commands(town)
                .AppendMany(
                    Person.Service,
                    new() { Seasons = ["t/2024"] },
                    unit => unit.Prediction("nobody-asked"),
                    null,
                    CancellationToken.None
                )
        );
        (await unit).Message.ShouldContain("prediction/nobody-asked");
    }

    [Fact]
    public async Task What_is_taken_back_within_a_unit_has_never_been()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        var before = await town.Events();
        await Commands(town)
            .AppendMany(
                Person.Service,
                new() { Predictions = [id] },
                unit =>
                {
                    unit.Add(Streams.Prediction(id), new PredictionEvent.TakenBack(new(new("system"), Given.MidYear), id, "import"));
                    unit.Prediction(id).ShouldBeNull();
                    unit.TakeBack();
                    unit.Prediction(id).ShouldNotBeNull();
                },
                null,
                CancellationToken.None
            );
        (await town.Events()).ShouldBe(before);
    }

    [Fact]
    public async Task Of_two_that_rest_on_each_other_s_stream_being_absent_one_is_decided_anew()
    {
        await using var town = await Town.Start(postgres);
        var claim = new ClaimRef(await Given.Filed(town.Ann), 1);
        var eve = await town.IdOf("Eve");
        var keys = new UnitKeys
        {
            Predictions = [claim.Prediction],
            Claims = [claim],
            Filed = [(claim, eve)],
        };
        var decided = 0;

        // Who judges has no forecast, and who files has judged nothing.
        void Judge(Unit unit)
        {
            Interlocked.Increment(ref decided);
            var kind = unit.Prediction(claim.Prediction)!.Claim(1)!.Kind;
            var verdict = new Verdict(new(eve), kind.ReadOutcome("yes")!, Given.MidYear, "Seen.", [], Given.MidYear);
            if (!unit.Filed(claim, eve).Own)
                unit.Add(Streams.Review(claim), new ReviewEvent.VerdictGiven(new(new(eve), Given.MidYear), claim.ToString(), verdict));
        }

        void File(Unit unit)
        {
            Interlocked.Increment(ref decided);
            var belief = unit.Prediction(claim.Prediction)!.Claim(1)!.Kind.Belief([0.4]);
            if (unit.Review(claim) is null)
                unit.Add(
                    Streams.Forecast(claim.Prediction, eve),
                    new ForecastEvent.Made(new(new(eve), Given.MidYear), claim.Prediction, new(eve), 1, belief, null, false, null)
                );
        }

        await using (var hold = await town.Server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // Both have looked whether the other's is there before either is stored.
            await using var transaction = await hold.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var held = new Npgsql.NpgsqlCommand("lock table forecasts.mt_events in share mode", hold, transaction);
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var both = Task.WhenAll(Append(Judge), Append(File));
            await Until.True(
                async () =>
                    await town.Server.Scalar<long>(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                    ) == 2,
                "both wait",
                60
            );
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await both;
        }

        decided.ShouldBe(3);
        (
            await town.Server.Scalar<long>("select count(*) from forecasts.mt_streams where id like 'review/%' or id like 'forecast/%'")
        ).ShouldBe(1);

        Task Append(Action<Unit> decide) => Commands(town).AppendMany(Person.Service, keys, decide, null, CancellationToken.None);
    }

    private static Commands Commands(Town town) => town.Server.Services.GetRequiredService<Commands>();

    private static async Task<List<object>> Events(Town town)
    {
        await using var session = town.Server.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync("season/t/2024")).Select(e => e.Data)];
    }

    private static async Task<string> Told(Town town, string stream)
    {
        await using var command = town.Server.Database.CreateCommand(Stored);
        command.Parameters.Add(new() { Value = stream });
        return JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)!.ToJsonString();
    }
}
