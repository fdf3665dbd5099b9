using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Record.Export;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Imports;

/// <summary>A line of a claims file: one claim, and with the first line of a prediction its judgement.</summary>
public sealed record ClaimRow(CsvRow Row, Season Season, string Id, AnalystId Author, DateTimeOffset FiledAt, Claim Claim, int? Rank)
{
    public static async Task<(ClaimRow? Row, Rejection? Refused)> Read(CsvRow row, RowContext context, CancellationToken cancellation)
    {
        var found = await context.Season(row, cancellation);
        if (found.Refused is not null)
            return (null, found.Refused);
        var season = found.Value!;
        if (row[ClaimColumns.Prediction] is not { } key)
            return (
                null,
                Refuse.Invalid(
                    "prediction.key",
                    "'prediction' is empty: it is the key of the judgement that the claim belongs to.",
                    "prediction"
                )
            );
        var (author, unknown) = row[ClaimColumns.Author] is { } name
            ? context.People.Find(season.Tournament, name)
            : (context.Importer.Id, null);
        if (
            (
                unknown
                ?? Access.Import(context.Importer, season.Tournament)
                ?? Access.ImportFor(context.Importer, season.Tournament, author!.Value)
            ) is
            { } refused
        )
            return (null, refused);
        if (row[ClaimColumns.Outcome] is not null && Access.Organise(context.Importer, season.Tournament) is { } noOutcome)
            return (null, noOutcome);

        var (filedAt, noTime) = context.Time(
            row,
            ClaimColumns.FiledAt,
            season,
            season.Calendar.Opens.Instant < context.Now ? season.Calendar.Opens.Instant : context.Now
        );
        var (number, noNumber) = RowContext.Whole(row, ClaimColumns.Claim, "claim.number");
        var (weight, noWeight) = RowContext.Number(row, ClaimColumns.Weight, "claim.weight");
        var (rank, noRank) = RowContext.Whole(row, ClaimColumns.Rank, "prediction.rank");
        if ((noTime ?? noNumber ?? noWeight ?? noRank) is { } wrong)
            return (null, wrong);
        if (!DateOnly.TryParseExact(row[ClaimColumns.Due], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due))
        {
            var given = Excerpt.Of(row[ClaimColumns.Due] ?? "", 40);
            return (null, Refuse.Invalid("claim.due", $"'due' is '{given}'; a day such as 2024-12-31 is expected.", "due"));
        }

        var (kind, noKind) = KindCells.Read(row);
        if (noKind is not null)
            return (null, noKind);
        return (
            new(
                row,
                season,
                Ids.OfPrediction(season.Id, key),
                author!.Value,
                filedAt,
                new(
                    number ?? 1,
                    row[ClaimColumns.Statement] ?? "",
                    kind!,
                    row[ClaimColumns.Criteria] ?? "",
                    Zones.Closing(due, season.Calendar.TimeZone),
                    weight ?? 1,
                    row[ClaimColumns.Cluster],
                    filedAt
                ),
                rank
            ),
            null
        );
    }

    /// <summary>Decides on the loaded states; a line is stored as a whole or not at all.</summary>
    public (bool Changed, Rejection? Refused) Decide(Unit unit, RowContext context)
    {
        if (unit.Season(Season.Id) is not { } season)
            return (false, Find.NoSeason);
        var stamp = context.Stamp(Row, FiledAt);
        var known = unit.Prediction(Id);
        var adds = known is not null && known.Claim(Claim.Number) is null;
        var filed = new PredictionEvent.Filed(
            stamp,
            Id,
            Season.Id,
            Row[ClaimColumns.Prediction],
            Row[ClaimColumns.Theme] ?? "",
            Author,
            Row[ClaimColumns.Title] ?? "",
            Row[ClaimColumns.CoreJudgement] ?? "",
            Rank,
            [],
            adds ? [] : [Claim]
        );
        var decision = PredictionDecider.File(known, filed, season);
        if (decision.Rejection is null && adds)
            decision = PredictionDecider.AddClaim(known!, Claim, season, stamp);
        if (decision.Rejection is not null)
            return (false, decision.Rejection);
        var after = decision.Events.Aggregate(known, Prediction.Evolve)!;

        var (outcome, unread) = OutcomeCell.Read(Row, Claim.Kind);
        if (unread is not null)
            return (false, unread);
        var (evidence, settled, refused) = outcome is not null ? Settle(outcome, after, known, season, unit, context) : ([], [], null);
        if (refused is not null)
            return (false, refused);
        foreach (var happened in decision.Events)
            unit.Add(Streams.Prediction(Id), happened);
        foreach (var happened in evidence)
            unit.Add(Streams.Evidence(Id), happened);
        foreach (var happened in settled)
            unit.Add(Streams.Review(new(Id, Claim.Number)), happened);
        return (decision.Events.Count + evidence.Count + settled.Count > 0, null);
    }

    private (IReadOnlyList<EvidenceEvent> Evidence, IReadOnlyList<ReviewEvent> Settled, Rejection? Refused) Settle(
        Outcome outcome,
        Prediction prediction,
        Prediction? before,
        Season season,
        Unit unit,
        RowContext context
    )
    {
        var review = unit.Review(new ClaimRef(Id, Claim.Number));
        if (before?.Claim(Claim.Number) is not null && Access.SettleByImport(context.Importer, season, prediction, review) is { } toJudge)
            return ([], [], toJudge);

        var (resolvedAt, noTime) = context.Time(Row, ClaimColumns.ResolvedAt, season, season.Calendar.WindowOpens.Instant);
        if (noTime is not null)
            return ([], [], noTime);
        var (decidedAt, noDecision) = Instants.DecidedAt(Row[ClaimColumns.DecidedAt], ClaimColumns.DecidedAt, Claim, season, resolvedAt);
        if (noDecision is not null)
            return ([], [], noDecision);
        var reference = new ClaimRef(Id, Claim.Number);
        var stamp = context.Stamp(Row, resolvedAt) with { LateReason = Row["late_reason"] };
        var settled = ReviewDecider.SettleImported(review, outcome, decidedAt, new(season, prediction, Claim, null, false), stamp);
        if (settled.Rejection is not null)
            return ([], [], settled.Rejection);
        // What was settled by an earlier import keeps its record as it is.
        if (settled.Events.Count == 0)
            return ([], [], null);
        var fact = new Fact(
            Zones.DayOf(decidedAt, season.Calendar.TimeZone),
            ImportedText(outcome),
            ImportedSource,
            null,
            null,
            StanceOf(outcome) is { } stance ? new Dictionary<int, Stance> { [Claim.Number] = stance } : new Dictionary<int, Stance>()
        );
        var id = Ids.From("outcome", reference.ToString(), stamp.Import!.Import);
        var evidence = EvidenceDecider.Attach(unit.Evidence(Id), id, fact, prediction, stamp, Claim.Number);
        return evidence.Rejection is null ? (evidence.Events, settled.Events, null) : ([], [], evidence.Rejection);
    }

    /// <summary>Of what did not come true or false nothing is said for or against.</summary>
    public static Stance? StanceOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.YesNo { Yes: true } or Outcome.Grade { Value: 1 } => Stance.Supports,
            Outcome.YesNo or Outcome.Grade { Value: 0 } => Stance.Contradicts,
            Outcome.Grade => Stance.Mixed,
            _ => null,
        };

    private static readonly LocalText ImportedSource = Both("imported outcome", "导入的结果");

    private static LocalText ImportedText(Outcome outcome) => Both($"Imported outcome: {outcome.Word}", $"导入的结果：{outcome.Word}");

    private static LocalText Both(string english, string chinese) =>
        new(english, new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = english, ["zh-Hans"] = chinese });
}
