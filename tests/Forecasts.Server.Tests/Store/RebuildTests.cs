using System.Globalization;
using System.Text;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

public sealed class RebuildTests(PrivatePostgres postgres)
{
    private static readonly string[] Tables =
    [
        "claims", "forecast_intervals", "score_sheets", "scores", "crowd_series", "season_results",
        "mt_doc_seasonrecord", "mt_doc_predictionrecord", "mt_doc_reviewrecord", "mt_doc_evidencerecord",
    ];

    [Fact]
    public async Task Recomputing_everything_from_the_events_gives_the_same_rows_and_documents_to_the_last_digit()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        await Fill(server);
        var live = await Rows(server);
        live["scores"].Count.ShouldBeGreaterThan(20);
        live["crowd_series"].Count.ShouldBeGreaterThan(3);

        await using (var empty = server.Database.CreateCommand("truncate forecasts.score_sheets, forecasts.scores, forecasts.crowd_series, forecasts.season_results")) await empty.ExecuteNonQueryAsync();
        using (var daemon = await server.Store.BuildProjectionDaemonAsync())
        {
            foreach (var projection in (Type[])[typeof(SeasonProjection), typeof(PredictionProjection), typeof(ReviewProjection), typeof(EvidenceProjection), typeof(FlatRows)])
                await daemon.RebuildProjectionAsync(projection, CancellationToken.None);
        }

        await server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await server.UntilScored("t/2024");
        await Until.True(async () => await server.Scalar<long>("select count(*) from forecasts.crowd_series") == live["crowd_series"].Count, "the crowds are computed");
        var rebuilt = await Rows(server);
        foreach (var table in Tables) rebuilt[table].ShouldBe(live[table], table);
    }

    private static async Task Fill(RunningServer server)
    {
        var random = new Random(11);
        await Given.Tournament(server, Given.Season(visibility: "open"));
        var author = await server.As("Author", RoleName.Analyst);
        var people = new List<Api>();
        for (var i = 0; i < 5; i++) people.Add(await server.As($"Analyst {i}", RoleName.Analyst));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await Given.Filed(author, "binary", "three", "expected"));
        for (var round = 0; round < 3; round++)
        {
            server.SetClock(Given.MidYear.AddDays(30 * round));
            foreach (var person in people)
                foreach (var id in ids)
                {
                    (await person.Put($"predictions/{id}/claims/1/forecast", new { probability = Math.Round(0.01 + (0.98 * random.NextDouble()), 4) })).Ok();
                    (await person.Put($"predictions/{id}/claims/3/forecast", new { probability = Math.Round(0.01 + (0.98 * random.NextDouble()), 4) })).Ok();
                    var half = Math.Round(random.NextDouble() * 0.5, 3);
                    (await person.Put($"predictions/{id}/claims/2/forecast", new { grades = new[] { 0.25, half, 0.75 - half } })).Ok();
                }
        }

        (await people[0].Delete($"predictions/{ids[0]}/claims/1/forecast")).Ok();
        server.SetClock(Given.InWindow);
        await server.RunWindowJob();
        var judge = await server.As("Judge", RoleName.Reviewer);
        var organiser = await server.As("Organiser", RoleName.Organiser);
        (await judge.Post($"predictions/{ids[0]}/evidence", new { occurredOn = "2024-10-01", text = "It happened.", source = "A paper" })).Ok();
        foreach (var id in ids)
        {
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict(random.Next(2) == 0 ? "no" : "yes", "2024-10-01"))).Ok();
            (await judge.Post($"predictions/{id}/claims/2/verdicts", Given.Verdict("half"))).Ok();
        }

        (await judge.Post($"predictions/{ids[0]}/claims/3/verdicts", Given.Verdict("accurate"))).Ok();
        (await organiser.Post($"predictions/{ids[1]}/claims/3/void", new { code = "source-vanished", reason = "Gone." })).Ok();
        (await organiser.Post($"predictions/{ids[2]}/claims/1/reopen", new { reason = "Look again." })).Ok();
        await server.UntilScored("t/2024");
        await Until.True(async () => await server.Scalar<long>("select count(*) from forecasts.crowd_series") == 9, "the crowds are computed");
        await server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await Until.True(
            async () => await server.Scalar<bool>("select not exists (select from forecasts.crowd_series s where s.sequence < (select max(sequence) from forecasts.forecast_intervals i where i.claim = s.claim))"),
            "the crowds are of the latest forecasts");
        // A crowd's sequence counts its claim's own events too: it moves with the next computation, so all are computed once more.
        foreach (var claim in ids.SelectMany(id => Enumerable.Range(1, 3).Select(n => $"{id}/{n.ToString(CultureInfo.InvariantCulture)}")))
            await server.Services.GetRequiredService<RecomputeCrowd>().Run(claim, CancellationToken.None);
    }

    private static async Task<Dictionary<string, List<string>>> Rows(RunningServer server)
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            // Bookkeeping columns of the documents tell when and by which event type they were written, not what they say.
            var columns = table.StartsWith("mt_doc_", StringComparison.Ordinal) ? "id || ' ' || (data::text)" : "t::text";
            await using var command = server.Database.CreateCommand($"select {columns} from forecasts.{table} t order by 1");
            await using var reader = await command.ExecuteReaderAsync();
            rows[table] = [];
            while (await reader.ReadAsync()) rows[table].Add(reader.GetString(0));
        }

        return rows;
    }
}
