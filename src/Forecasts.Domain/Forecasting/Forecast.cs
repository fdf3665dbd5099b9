using System.Collections.Immutable;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Forecasting.ForecastEvent;

namespace Forecasts.Domain.Forecasting;

/// <summary>One analyst's beliefs in the claims of one prediction; stream <c>forecast/{prediction}/{analyst}</c>.</summary>
public abstract record ForecastEvent(Stamp Stamp, int Claim)
{
    /// <param name="Stamp">From when it stands.</param>
    /// <param name="Analyst">Whose belief it is (an importer's stamp names the importer).</param>
    /// <param name="Claim">Number of the claim.</param>
    /// <param name="SawCrowd">Made when the crowd was in sight.</param>
    /// <param name="EndsAt">An imported forecast may end by itself.</param>
    public sealed record Made(
        Stamp Stamp,
        string Prediction,
        AnalystId Analyst,
        int Claim,
        Belief Belief,
        PersonalText? Rationale,
        bool SawCrowd,
        DateTimeOffset? EndsAt
    ) : ForecastEvent(Stamp, Claim);

    public sealed record Revised(
        Stamp Stamp,
        string Prediction,
        AnalystId Analyst,
        int Claim,
        Belief Belief,
        PersonalText? Rationale,
        bool SawCrowd,
        DateTimeOffset? EndsAt
    ) : ForecastEvent(Stamp, Claim);

    public sealed record Withdrawn(Stamp Stamp, string Prediction, AnalystId Analyst, int Claim) : ForecastEvent(Stamp, Claim);

    /// <summary>The turn made at an instant is taken back with the import that brought it, as if it had never been made.</summary>
    public sealed record TakenBack(Stamp Stamp, string Prediction, AnalystId Analyst, int Claim, DateTimeOffset At, string Import)
        : ForecastEvent(Stamp, Claim);
}

/// <summary>A change of belief at an instant; a null belief is a withdrawal.</summary>
/// <param name="Import">The import that brought it.</param>
/// <param name="Order">Which of the stream's events it is: lines of an import come in any order of time.</param>
public sealed record Turn(DateTimeOffset At, Belief? Belief, DateTimeOffset? EndsAt, string? Import = null, int Order = 0);

/// <summary>
/// An analyst's turns on a prediction's claims, each claim's in order of time: all of them, or those that a decision needs. A turn more
/// costs the same however many there are.
/// </summary>
/// <param name="Events">How many events its stream has.</param>
public sealed record Forecast(string Id, ImmutableDictionary<int, ImmutableList<Turn>> Claims, int Events = 0)
{
    /// <summary>A stream of so many events of which nothing is known yet.</summary>
    public Forecast(string id, long events = 0)
        : this(id, ImmutableDictionary<int, ImmutableList<Turn>>.Empty, (int)events) { }

    /// <summary>Turns of one analyst on one claim: ten thousand are more than one an hour for a whole year.</summary>
    public const int MostTurns = 10_000;

    /// <summary>The belief standing at an instant, or null.</summary>
    public Belief? StandingAt(int claim, DateTimeOffset at)
    {
        var turn = TurnAt(claim, at);
        return turn is null || turn.EndsAt <= at ? null : turn.Belief;
    }

    /// <summary>The last turn made by then.</summary>
    public Turn? TurnAt(int claim, DateTimeOffset at) =>
        TurnsOf(claim) is var turns && Until(turns, at) is > 0 and var count ? turns[count - 1] : null;

    /// <summary>The turns on a claim that are known here.</summary>
    public ImmutableList<Turn> TurnsOf(int claim) => Claims.GetValueOrDefault(claim, []);

    /// <summary>How many turns on each claim are stored that are not known here.</summary>
    public ImmutableDictionary<int, int> Elsewhere { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>How many turns there are on a claim.</summary>
    public int Count(int claim) => TurnsOf(claim).Count + Elsewhere.GetValueOrDefault(claim);

    /// <summary>A turn that is stored, known here from now on; nothing changes where it is known already.</summary>
    public Forecast Know(int claim, Turn turn)
    {
        var known = TurnsOf(claim);
        var place = Until(known, turn.At);
        return place > 0 && known[place - 1].At == turn.At
            ? this
            : this with
            {
                Claims = Claims.SetItem(claim, known.Insert(place, turn)),
                Elsewhere = Elsewhere.TryGetValue(claim, out var more) ? Elsewhere.SetItem(claim, Math.Max(0, more - 1)) : Elsewhere,
            };
    }

    /// <summary>What was read of the same stream later, while nothing was stored to it.</summary>
    public Forecast Know(Forecast read)
    {
        var both = this;
        foreach (var (claim, more) in read.Elsewhere)
            if (!both.Elsewhere.ContainsKey(claim))
                both = both with { Elsewhere = both.Elsewhere.SetItem(claim, more + read.TurnsOf(claim).Count) };
        return read
            .Claims.SelectMany(c => c.Value, (c, turn) => (Claim: c.Key, turn))
            .Aggregate(both, (known, t) => known.Know(t.Claim, t.turn));
    }

    public static Forecast Evolve(Forecast? forecast, string id, ForecastEvent happened)
    {
        var order = (forecast?.Events ?? 0) + 1;
        var import = happened.Stamp.Import?.Import;
        var before = forecast?.TurnsOf(happened.Claim) ?? [];
        var turns = happened switch
        {
            Made e => After(new Turn(e.Stamp.MadeAt, e.Belief, e.EndsAt, import, order)),
            Revised e => After(new Turn(e.Stamp.MadeAt, e.Belief, e.EndsAt, import, order)),
            Withdrawn e => After(new Turn(e.Stamp.MadeAt, null, null, import, order)),
            TakenBack e => Without(e),
            _ => throw new InvalidOperationException($"Unknown forecast event {happened.GetType().Name}"),
        };
        forecast ??= new(id);
        return forecast with { Claims = forecast.Claims.SetItem(happened.Claim, turns), Events = order };

        ImmutableList<Turn> After(Turn turn) => before.Insert(Until(before, turn.At), turn);

        ImmutableList<Turn> Without(TakenBack taken)
        {
            for (var at = Until(before, taken.At) - 1; at >= 0 && before[at].At == taken.At; at--)
                if (before[at].Import == taken.Import)
                    before = before.RemoveAt(at);
            return before;
        }
    }

    /// <summary>How many of the turns were made by then.</summary>
    private static int Until(ImmutableList<Turn> turns, DateTimeOffset at)
    {
        var (from, to) = (0, turns.Count);
        // Most turns come in order of time: they are after the last one.
        if (to > 0 && turns[to - 1].At <= at)
            return to;
        while (from < to)
            if (turns[(from + to) / 2].At <= at)
                from = ((from + to) / 2) + 1;
            else
                to = (from + to) / 2;
        return from;
    }
}

/// <summary>A forecast as it is to be filed.</summary>
public sealed record ForecastFiling(
    ClaimRef Claim,
    AnalystId Analyst,
    StatedBelief Stated,
    PersonalText? Rationale = null,
    bool SawCrowd = false,
    DateTimeOffset? EndsAt = null
);

public static class ForecastDecider
{
    public static Decision<ForecastEvent> File(Forecast? forecast, ForecastFiling filing, Prediction prediction, Season season, Stamp stamp)
    {
        if (prediction.Claim(filing.Claim.Number) is not { } claim)
            return Refuse.NotFound("claim.unknown", $"The prediction has no claim {filing.Claim.Number}.", "claim");
        var (belief, refused) = claim.Kind.Read(filing.Stated, stamp.IsImport ? 0 : season.Rules.Scoring.Floor, stamp.MadeAt);
        if (
            Check.First(
                InTime(season, claim, stamp),
                refused,
                filing.EndsAt <= stamp.MadeAt
                    ? Refuse.Invalid("forecast.ends-before-start", "A forecast must end after it was made.", "ends_at")
                    : null,
                filing.Rationale is { Text: { Length: > 0 } text } ? Check.Text(text, "rationale", PersonalText.LongestText) : null
            ) is
            { } wrong
        )
            return wrong;

        if (forecast?.TurnAt(claim.Number, stamp.MadeAt) is { } same && same.At == stamp.MadeAt)
            return same.Belief == belief && same.EndsAt == filing.EndsAt
                ? Decision<ForecastEvent>.Nothing
                : Refuse.Conflict("forecast.duplicate", "This analyst has another forecast on the claim at that very instant.", "made_at");
        if (forecast?.Count(claim.Number) >= Forecast.MostTurns)
            return Refuse.Conflict(
                "forecast.too-many",
                $"An analyst has at most {Forecast.MostTurns} forecasts on one claim, and this one has them all."
            );
        var standing = forecast?.StandingAt(claim.Number, stamp.MadeAt);
        // An imported line always leaves its turn: lines come in any order, and one that falls between two equal ones would else run on
        // over the second.
        if (
            !stamp.IsImport
            && standing == belief
            && forecast!.TurnAt(claim.Number, stamp.MadeAt)!.EndsAt == filing.EndsAt
            && filing.Rationale is null
        )
            return Decision<ForecastEvent>.Nothing;
        return standing is null
            ? new Made(
                stamp,
                filing.Claim.Prediction,
                filing.Analyst,
                claim.Number,
                belief!,
                filing.Rationale,
                filing.SawCrowd,
                filing.EndsAt
            )
            : new Revised(
                stamp,
                filing.Claim.Prediction,
                filing.Analyst,
                claim.Number,
                belief!,
                filing.Rationale,
                filing.SawCrowd,
                filing.EndsAt
            );
    }

    public static Decision<ForecastEvent> Withdraw(
        Forecast? forecast,
        ClaimRef claim,
        AnalystId analyst,
        Prediction prediction,
        Season season,
        Stamp stamp
    )
    {
        if (prediction.Claim(claim.Number) is not { } known)
            return Refuse.NotFound("claim.unknown", $"The prediction has no claim {claim.Number}.", "claim");
        if (forecast?.StandingAt(claim.Number, stamp.MadeAt) is null)
            return Decision<ForecastEvent>.Nothing;
        if (InTime(season, known, stamp) is { } wrong)
            return wrong;
        return new Withdrawn(stamp, claim.Prediction, analyst, claim.Number);
    }

    /// <summary>Takes back what an import brought to this stream, as far as it is known, while nobody has turned since.</summary>
    public static Decision<ForecastEvent> TakeBack(
        Forecast? forecast,
        string prediction,
        AnalystId analyst,
        string import,
        bool published,
        Stamp stamp
    )
    {
        var events = new List<ForecastEvent>();
        foreach (var (claim, turns) in forecast?.Claims.OrderBy(c => c.Key) ?? Enumerable.Empty<KeyValuePair<int, ImmutableList<Turn>>>())
        {
            var brought = turns.Where(t => t.Import == import).ToList();
            if (brought.Count == 0)
                continue;
            if (published)
                return Undo.Published;
            var first = brought.Min(b => b.Order);
            if (turns.Any(t => t.Import != import && t.Order > first))
                return RevisedSince(new(prediction, claim));
            events.AddRange(brought.Select(t => new TakenBack(stamp, prediction, analyst, claim, t.At, import)));
        }

        return new Decision<ForecastEvent>(events, null);
    }

    public static Rejection RevisedSince(ClaimRef claim) =>
        Refuse.Conflict(
            "import.undo-revised",
            $"Claim {claim.Number} of prediction {claim.Prediction} has a later forecast by the same analyst, or one from another import."
        );

    private static Rejection? InTime(Season season, Claim claim, Stamp stamp) =>
        stamp.MadeAt < season.Calendar.Opens.Instant
            ? Refuse.Conflict(
                "forecast.before-opening",
                $"The season opens on {season.Calendar.Opens.Local:O}; forecasts are taken from then on."
            )
        : stamp.MadeAt >= season.Calendar.ForecastsClose.Instant
            ? Refuse.Conflict(
                "forecast.after-close",
                $"Forecasts closed after {season.Calendar.ForecastsClose.Local:O}; they can no longer be changed."
            )
        : stamp.MadeAt >= claim.Due.Instant
            ? Refuse.Conflict("forecast.claim-due", $"The claim was due on {claim.Due.Local:O}; forecasts on it are closed.")
        : null;
}
