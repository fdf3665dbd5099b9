using System.Text.Json.Serialization;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Cli;

/// <summary>All scores of one question, as they are written in JSON.</summary>
public sealed record QuestionResult(string Id, IReadOnlyList<ForecasterResult> Forecasters, CrowdResult Crowd)
{
    /// <summary>void or open; null where the question is settled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; private init; }

    /// <summary>How many forecasters' log-based scores used the floor.</summary>
    [JsonIgnore]
    public int Floored { get; private init; }

    /// <summary>Scores a question; one that was decided before it opened has nobody and no crowd.</summary>
    public static QuestionResult Of(Question question)
    {
        if (question.Unsettled is { } status)
            return new(question.Id, [], new([], [])) { Status = status };
        var (kind, window, forecasts) = (question.Kind, question.Window, question.Forecasts);
        var sheet = ClaimScores.Score(kind, question.Outcome, window, forecasts, new ScoreOptions(), question.OpenBounds);
        if (!sheet.IsScored)
            return new(question.Id, [], new([], []));
        return new(
            question.Id,
            [
                .. sheet.Forecasters.Select(f => new ForecasterResult(
                    f.Forecaster,
                    f.Baseline,
                    f.Peer,
                    double.IsNaN(f.RelativeBrier) ? null : f.RelativeBrier,
                    f.Coverage,
                    f.SpotBaseline,
                    f.SpotPeer
                )),
            ],
            new(
                [
                    .. CrowdSeries
                        .RecencyWeighted(kind, forecasts, window.Opens, window.Closes)
                        .Select(s => CrowdMoment.Of(kind, s.At, s.Values)),
                ],
                [.. CrowdSeries.Compute(kind, forecasts, window.Opens, window.Closes).Select(p => CrowdMoment.Of(kind, p.At, p.Median))]
            )
        )
        {
            Floored = sheet.Forecasters.Count(f => f.Floored),
        };
    }
}

/// <summary>One forecaster's scores.</summary>
/// <param name="RelativeBrier">Null for number and date.</param>
/// <param name="SpotBaseline">Null for who did not stand at the spot.</param>
public sealed record ForecasterResult(
    string Forecaster,
    double Baseline,
    double Peer,
    double? RelativeBrier,
    double Coverage,
    double? SpotBaseline,
    double? SpotPeer
);

/// <summary>Two crowds as step functions.</summary>
public sealed record CrowdResult(IReadOnlyList<CrowdMoment> RecencyWeighted, IReadOnlyList<CrowdMoment> Unweighted);

/// <summary>What a crowd believes from an instant on.</summary>
/// <param name="Pmf">Null where nobody stands; an entry is null where the option is not open.</param>
public sealed record CrowdMoment(DateTime From, IReadOnlyList<double?>? Pmf)
{
    /// <summary>Yes/no claims and expected grades are written as [no, yes].</summary>
    public static CrowdMoment Of(ClaimShape kind, DateTimeOffset at, IReadOnlyList<double>? values) =>
        new(
            at.UtcDateTime,
            values is null ? null
                : kind is ClaimShape.Binary or ClaimShape.Expected ? [1 - values[0], values[0]]
                : [.. values.Select(v => double.IsNaN(v) ? (double?)null : v)]
        );
}
