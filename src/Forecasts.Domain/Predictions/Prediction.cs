using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Predictions.PredictionEvent;

namespace Forecasts.Domain.Predictions;

/// <summary>A figure behind a judgement, with its source and a note.</summary>
public sealed record Figure(LocalText Title, LocalText? Source, LocalText? Note, IReadOnlyList<FigureValue> Data);

public sealed record FigureValue(LocalText Label, double Value, LocalText? Unit = null);

/// <summary>One core judgement by its author, with its claims; stream <c>prediction/{id}</c>.</summary>
public abstract record PredictionEvent(Stamp Stamp)
{
    /// <param name="Stamp">By whom it was entered, and when it was filed.</param>
    /// <param name="Season">Address of the season.</param>
    /// <param name="Key">The importer's key, unique in its season.</param>
    /// <param name="Author">Opaque id of the person whose judgement it is.</param>
    public sealed record Filed(
        Stamp Stamp,
        string Id,
        SeasonRef Season,
        string? Key,
        string Theme,
        AnalystId Author,
        LocalText Title,
        LocalText CoreJudgement,
        int? Rank,
        IReadOnlyList<Figure> Figures,
        IReadOnlyList<Claim> Claims
    ) : PredictionEvent(Stamp);

    public sealed record ClaimAdded(Stamp Stamp, Claim Claim) : PredictionEvent(Stamp);

    /// <summary>From its instant on there is another option to choose from.</summary>
    /// <param name="Note">Why it came.</param>
    public sealed record OptionAdded(Stamp Stamp, string Id, int Claim, string Option, LocalText Note) : PredictionEvent(Stamp);

    /// <summary>The prediction is taken back with the import that filed it, as if it had never been filed.</summary>
    public sealed record TakenBack(Stamp Stamp, string Id, string Import) : PredictionEvent(Stamp);

    public sealed record ClaimTakenBack(Stamp Stamp, string Id, int Claim, string Import) : PredictionEvent(Stamp);
}

/// <param name="Import">The import that filed it.</param>
/// <param name="Imports">By number, the imports that brought its claims.</param>
public sealed record Prediction(
    string Id,
    SeasonRef Season,
    string? Key,
    string Theme,
    AnalystId Author,
    LocalText Title,
    LocalText CoreJudgement,
    int? Rank,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<Claim> Claims,
    DateTimeOffset FiledAt,
    string? Import = null,
    IReadOnlyDictionary<int, string>? Imports = null
)
{
    public Claim? Claim(int number) => Claims.FirstOrDefault(c => c.Number == number);

    /// <summary>Null: it was taken back.</summary>
    public static Prediction? Evolve(Prediction? prediction, PredictionEvent happened) =>
        happened switch
        {
            Filed e => new(
                e.Id,
                e.Season,
                e.Key,
                e.Theme,
                e.Author,
                e.Title,
                e.CoreJudgement,
                e.Rank,
                e.Figures,
                e.Claims,
                e.Stamp.MadeAt,
                e.Stamp.Import?.Import,
                e.Stamp.Import is { } line ? e.Claims.ToDictionary(c => c.Number, _ => line.Import) : null
            ),
            ClaimAdded e => prediction! with
            {
                Claims = [.. prediction!.Claims.Append(e.Claim).OrderBy(c => c.Number)],
                Imports = e.Stamp.Import is { } line
                    ? new Dictionary<int, string>(prediction.Imports ?? new Dictionary<int, string>()) { [e.Claim.Number] = line.Import }
                    : prediction.Imports,
            },
            OptionAdded e => prediction! with
            {
                Claims = [.. prediction!.Claims.Select(c => c.Number == e.Claim ? c.With(new(e.Option, e.Stamp.MadeAt, e.Note)) : c)],
            },
            ClaimTakenBack e => prediction! with
            {
                Claims = [.. prediction!.Claims.Where(c => c.Number != e.Claim)],
                Imports = prediction.Imports?.Where(i => i.Key != e.Claim).ToDictionary(),
            },
            TakenBack => null,
            _ => throw new InvalidOperationException($"Unknown prediction event {happened.GetType().Name}"),
        };
}

public static class PredictionDecider
{
    public static Decision<PredictionEvent> File(Prediction? prediction, Filed filed, Season season)
    {
        if (prediction is not null)
            return Says(filed, prediction)
                ? Decision<PredictionEvent>.Nothing
                : Refuse.Conflict(
                    "prediction.exists",
                    "A prediction with this key exists in the season and says something else.",
                    "prediction"
                );
        var wrong = Check.First(
            InTime(season, filed.Stamp),
            season.Themes.Any(t => t.Key == filed.Theme)
                ? null
                : Refuse.Invalid("theme.unknown", $"The season has no theme '{filed.Theme}'.", "theme"),
            Check.Text(filed.Title, "title", 200),
            Check.Text(filed.CoreJudgement, "coreJudgement", 4_000),
            Check.Name(filed.Key, 200, "prediction.key", "prediction"),
            filed.Rank is < 1 or > 1_000 ? Refuse.Invalid("prediction.rank", "A rank lies within 1 and 1000.", "rank") : null,
            filed.Claims.Count is 0 or > Predictions.Claim.HighestNumber
                ? Refuse.Invalid("prediction.claims", "A prediction has 1 to 99 claims.", "claims")
                : null,
            filed.Claims.DistinctBy(c => c.Number).Count() < filed.Claims.Count
                ? Refuse.Invalid("claim.number", "Two claims have the same number.", "claims")
                : null,
            Figures(filed.Figures)
        );
        if (wrong is not null)
            return wrong;
        foreach (var claim in filed.Claims)
            if (claim.Validate(season) is { } bad)
                return bad;
        return filed;
    }

    /// <summary>Adds a claim to one's own prediction (imports bring claims line by line).</summary>
    public static Decision<PredictionEvent> AddClaim(Prediction prediction, Claim claim, Season season, Stamp stamp)
    {
        if (prediction.Claim(claim.Number) is { } known)
            return known.SaysTheSame(claim)
                ? Decision<PredictionEvent>.Nothing
                : Refuse.Conflict("claim.exists", $"Claim {claim.Number} of this prediction exists and says something else.", "claim");
        if (Check.First(InTime(season, stamp), claim.Validate(season)) is { } wrong)
            return wrong;
        return new ClaimAdded(stamp, claim);
    }

    /// <summary>Adds an option to a choice while it takes forecasts: who forecast before had none of it.</summary>
    /// <param name="note">Why it comes now.</param>
    /// <param name="settled">The claim is settled.</param>
    public static Decision<PredictionEvent> AddOption(
        Prediction prediction,
        int number,
        string? option,
        LocalText? note,
        bool settled,
        Season season,
        Stamp stamp
    )
    {
        if (prediction.Claim(number) is not { } claim)
            return Refuse.NotFound("claim.unknown", $"The prediction has no claim {number}.", "claim");
        if (claim.Kind is not ChoiceClaim choice)
            return Refuse.Conflict("option.kind", $"A claim of type {claim.Kind.Word} has no options.", "option");
        if (choice.Options.Any(o => o.Name == option && o.AddedAt is not null))
            return Decision<PredictionEvent>.Nothing;
        return
            Check.First(
                ChoiceClaim.Named(option) is { } wrong ? wrong with { Field = "option" } : null,
                Check.Text(note, "note", 1_000),
                choice.Options.Any(o => string.Equals(o.Name, option, StringComparison.OrdinalIgnoreCase))
                    ? Refuse.Conflict("option.exists", $"The claim has the option '{option}' already.", "option")
                    : null,
                choice.Options.Count >= ChoiceClaim.Most
                    ? Refuse.Conflict(
                        "option.many",
                        $"A choice has at most {ChoiceClaim.Most} options, and this one has them all.",
                        "option"
                    )
                    : null,
                settled ? Refuse.Conflict("claim.settled", "The claim is settled: its options stay as they are.") : null,
                stamp.MadeAt >= season.Calendar.ForecastsClose.Instant || stamp.MadeAt >= claim.Due.Instant
                    ? Refuse.Conflict("option.after-close", "Options may be added while the claim takes forecasts; it takes none any more.")
                    : null
            )
                is { } refused
            ? refused
            : new OptionAdded(stamp, prediction.Id, number, option!, note!);
    }

    /// <summary>Takes back what an import filed, while nothing hangs on it.</summary>
    /// <param name="forecast">The claims on which there are forecasts.</param>
    /// <param name="review">The claims of which a review has begun, or was settled by others.</param>
    /// <param name="evidence">Evidence stands that the import did not bring.</param>
    public static Decision<PredictionEvent> TakeBack(
        Prediction? prediction,
        string import,
        bool published,
        IReadOnlySet<int> forecast,
        IReadOnlySet<int> review,
        bool evidence,
        Stamp stamp
    )
    {
        int[] brought =
        [
            .. (prediction?.Imports ?? new Dictionary<int, string>()).Where(i => i.Value == import).Select(i => i.Key).Order(),
        ];
        if (prediction is null || brought.Length == 0)
            return Decision<PredictionEvent>.Nothing;
        var wrong = Check.First(
            published ? Undo.Published : null,
            brought.Any(forecast.Contains)
                ? Refuse.Conflict(
                    "import.undo-forecast",
                    $"There are forecasts on claim {brought.First(forecast.Contains)} of '{prediction.Title}'."
                )
                : null,
            brought.Any(review.Contains)
                ? Refuse.Conflict(
                    "import.undo-reviewed",
                    $"Claim {brought.First(review.Contains)} of '{prediction.Title}' was judged by others."
                )
                : null,
            evidence ? Refuse.Conflict("import.undo-evidence", $"There is evidence on '{prediction.Title}' that others attached.") : null,
            prediction.Import == import && brought.Length < prediction.Claims.Count
                ? Refuse.Conflict("import.undo-claims", $"Others have added claims to '{prediction.Title}'.")
                : null
        );
        if (wrong is not null)
            return wrong;
        if (prediction.Import == import)
            return new TakenBack(stamp, prediction.Id, import);
        return brought.Select(PredictionEvent (n) => new ClaimTakenBack(stamp, prediction.Id, n, import)).ToArray();
    }

    private static Rejection? InTime(Season season, Stamp stamp) =>
        stamp.MadeAt.Year < 1900 ? Refuse.Invalid("prediction.filed-at", "A prediction cannot have been filed before 1900.", "filed_at")
        : stamp.MadeAt < season.Calendar.ForecastsClose.Instant ? null
        : Check.Late(
            stamp,
            Refuse.Conflict(
                "prediction.after-close",
                $"The season's forecasts closed after {season.Calendar.ForecastsClose.Local:O}; an organiser may still file with a reason."
            )
        );

    private static bool Says(Filed filed, Prediction known) =>
        known.Season == filed.Season
        && known.Theme == filed.Theme
        && known.Author == filed.Author
        && known.Title == filed.Title
        && known.CoreJudgement == filed.CoreJudgement
        && known.Rank == filed.Rank
        && filed.Claims.All(c => known.Claim(c.Number) is { } k && k.SaysTheSame(c));

    private static Rejection? Figures(IReadOnlyList<Figure> figures)
    {
        if (figures.Count > 20)
            return Refuse.Invalid("figures.many", "A prediction has at most 20 figures.", "figures");
        foreach (var figure in figures)
        {
            var wrong = Check.First(
                Check.Text(figure.Title, "figures.title", 200),
                Check.OptionalText(figure.Source, "figures.source", 500),
                Check.OptionalText(figure.Note, "figures.note", 1_000),
                figure.Data.Count > 500 ? Refuse.Invalid("figures.many", "A figure has at most 500 values.", "figures") : null,
                figure.Data.Any(v => !double.IsFinite(v.Value))
                    ? Refuse.Invalid("figures.value", "A figure's values are finite numbers.", "figures")
                    : null
            );
            if (wrong is not null)
                return wrong;
            foreach (var value in figure.Data)
                if (
                    Check.First(Check.Text(value.Label, "figures.label", 200), Check.OptionalText(value.Unit, "figures.unit", 50)) is
                    { } bad
                )
                    return bad;
        }

        return null;
    }
}
