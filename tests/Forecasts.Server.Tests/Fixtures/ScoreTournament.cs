using System.Globalization;
using System.Text.Json.Nodes;
using Forecasts.Cli;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// The service's scores against those of <c>forecasts score-tournament</c> on the same questions: masses, times and outcomes of the
/// service in a file.
/// </summary>
internal static class ScoreTournament
{
    private const double Tolerance = 1e-9;

    private sealed record Scored(
        string Claim,
        string Forecaster,
        double Coverage,
        double Baseline,
        double Peer,
        double? RelativeBrier,
        double? SpotBaseline,
        double? SpotPeer
    );

    public static async Task ScoresAreThoseOfScoreTournament(this RunningServer server, int claims, int forecasters)
    {
        var ours = await Scores(server);
        var file = await Questions(server);
        file["questions"]!.AsArray().Count.ShouldBe(claims);
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, file.ToJsonString());
        using StringWriter output = new(),
            error = new();
        (
            await ForecastsCommand.Run(
                ["score-tournament", path, "--format", "json"],
                new(output, error, false, false, _ => null, (_, ended) => Task.Delay(1, ended))
            )
        ).ShouldBe(0, error.ToString());
        File.Delete(path);
        var rows = 0;
        foreach (var question in JsonNode.Parse(output.ToString())!["questions"]!.AsArray())
        foreach (var row in question!["forecasters"]!.AsArray())
        {
            var own = ours.Single(s => s.Claim == (string)question["id"]! && s.Forecaster == (string)row!["forecaster"]!);
            foreach (
                var (name, value) in (IEnumerable<(string, double?)>)
                    [
                        ("coverage", own.Coverage),
                        ("baseline", own.Baseline),
                        ("peer", own.Peer),
                        ("relativeBrier", own.RelativeBrier),
                        ("spotBaseline", own.SpotBaseline),
                        ("spotPeer", own.SpotPeer),
                    ]
            )
            {
                var theirs = (double?)row![name];
                (theirs is null).ShouldBe(value is null, $"{own.Claim} {own.Forecaster} {name}");
                if (value is { } known)
                    theirs!.Value.ShouldBe(known, Tolerance, $"{own.Claim} {own.Forecaster} {name}");
            }

            rows++;
        }

        rows.ShouldBe(ours.Count);
        rows.ShouldBeGreaterThanOrEqualTo(claims * forecasters);
    }

    private static async Task<List<Scored>> Scores(RunningServer server)
    {
        await using var command = server.Database.CreateCommand(
            "select claim, forecaster, coverage, baseline, peer, relative_brier, spot_baseline, spot_peer from forecasts.scores where not crowd"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Scored>();
        while (await reader.ReadAsync())
            found.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetDouble(2),
                    reader.GetDouble(3),
                    reader.GetDouble(4),
                    Number(5),
                    Number(6),
                    Number(7)
                )
            );
        return found;

        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }

    private static async Task<JsonObject> Questions(RunningServer server)
    {
        var ids = new List<string>();
        await using (
            var command = server.Database.CreateCommand("select claim from forecasts.claims where status = 'settled' order by claim")
        )
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                ids.Add(reader.GetString(0));
        await using var connection = await server.Database.OpenConnectionAsync();
        var questions = new JsonArray();
        foreach (var id in ids)
            questions.Add(Question((await ClaimSnapshot.Load(connection, server.Store, id, CancellationToken.None))!));
        return new() { ["questions"] = questions };
    }

    private static JsonObject Question(ClaimSnapshot claim)
    {
        var (window, single) = (claim.Window, claim.Kind is BinaryClaim or GradedClaim { Expected: true });
        var index = claim.Kind.Index(claim.Outcome!);
        var question = new JsonObject
        {
            ["id"] = claim.Claim,
            ["type"] = claim.Kind.Word,
            ["opens"] = At(window.Opens),
            ["scheduledClose"] = At(window.ScheduledClose),
            ["closes"] = At(window.Closes),
            ["spot"] = At(window.Spot),
            ["outcome"] = claim.Kind switch
            {
                BinaryClaim => index == 1,
                GradedClaim { Expected: true } => index,
                GradedClaim => (int)(2 * index),
                _ => (int)index,
            },
            ["openBounds"] = claim.Kind.OpenBounds,
            ["forecasts"] = new JsonArray([
                .. claim.Forecasts.Select(f =>
                {
                    var forecast = new JsonObject { ["forecaster"] = f.Forecaster, ["start"] = At(f.Start) };
                    if (f.End is { } end)
                        forecast["end"] = At(end);
                    if (single)
                        forecast["probability"] = f.Values[0];
                    else
                        forecast["pmf"] = new JsonArray([.. f.Values.Select(v => double.IsNaN(v) ? null : (JsonNode)v)]);
                    return (JsonNode)forecast;
                }),
            ]),
        };
        if (claim.Kind is ChoiceClaim choice)
            question["options"] = new JsonArray([.. choice.Names.Select(n => (JsonNode)n)]);
        return question;
    }

    private static string At(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
