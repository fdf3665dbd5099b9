using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Imports;

/// <summary>What the lines of a chunk may touch.</summary>
public sealed class LineKeys
{
    public HashSet<string> Predictions { get; } = new(StringComparer.Ordinal);

    public HashSet<TurnKey> Turns { get; } = [];

    /// <summary>Claims that are filed, and those on which forecasts are.</summary>
    public HashSet<ClaimRef> Claims { get; } = [];

    public HashSet<string> Seasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Predictions of which outcomes are told.</summary>
    public HashSet<string> Evidence { get; } = new(StringComparer.Ordinal);

    public UnitKeys ToKeys() =>
        new()
        {
            Seasons = Seasons,
            Predictions = Predictions,
            Turns = Turns,
            Claims = Claims,
            Evidence = Evidence,
        };
}

/// <summary>One line of a file with all the rows it became, understood as far as it goes without the streams' states.</summary>
public sealed class FileLine
{
    private readonly List<Part> parts = [];

    private FileLine(int number) => Number = number;

    public int Number { get; }

    public IEnumerable<string> Tournaments => parts.Select(p => p.Tournament).Distinct();

    public static async Task<(FileLine? Line, Rejection? Refused)> Read(
        CsvRow row,
        LineKeys keys,
        RowContext context,
        CancellationToken cancellation
    )
    {
        var line = new FileLine(row.Line);
        foreach (var part in row.Parts)
            if (await line.Take(part, keys, context, cancellation) is { } refused)
                return (null, Named(refused, part.Heading));
        return (line, null);
    }

    /// <summary>Decides on every row; what one refuses none of them stores.</summary>
    public (bool Changed, Rejection? Refused) Decide(Unit unit, RowContext context)
    {
        var changed = false;
        foreach (var part in parts)
        {
            var (did, refused) = part.Decide(unit);
            if (refused is not null)
            {
                unit.TakeBack();
                return (false, Named(refused, part.Heading));
            }

            changed |= did;
        }

        unit.Keep();
        foreach (var (tournament, person) in parts.Select(p => (p.Tournament, p.Person)).Distinct())
            context.People.Join(unit, tournament, person);
        return (changed, null);
    }

    private async Task<Rejection?> Take(CsvRow row, LineKeys keys, RowContext context, CancellationToken cancellation)
    {
        if (row.Kind == Formats.Format.Claims)
        {
            var (claim, no) = await ClaimRow.Read(row, context, cancellation);
            if (no is not null || claim is null)
                return no;
            keys.Predictions.Add(claim.Id);
            keys.Seasons.Add(claim.Season.Id);
            keys.Claims.Add(new(claim.Id, claim.Claim.Number));
            keys.Evidence.Add(claim.Id);
            parts.Add(new(row.Heading, claim.Season.Tournament, claim.Author, unit => claim.Decide(unit, context)));
            return null;
        }

        var (forecast, refused) = await ForecastRow.Read(row, context, cancellation);
        if (refused is not null || forecast is null)
            return refused;
        keys.Seasons.Add(forecast.Season.Id);
        keys.Predictions.UnionWith(forecast.Predictions);
        keys.Claims.UnionWith(forecast.Predictions.Select(p => new ClaimRef(p, forecast.Claim)));
        keys.Turns.UnionWith(forecast.Predictions.Select(p => new TurnKey(new(p, forecast.Claim), forecast.Analyst, forecast.MadeAt)));
        parts.Add(new(row.Heading, forecast.Season.Tournament, forecast.Analyst, unit => forecast.Decide(unit, context)));
        return null;
    }

    private static Rejection Named(Rejection refused, string? heading) =>
        heading is null
            ? refused
            : refused with
            {
                Message = $"Column '{Excerpt.Of(heading, 100)}': {refused.Message}",
                Field = Excerpt.Of(heading, 100),
            };

    private sealed record Part(string? Heading, string Tournament, string Person, Func<Unit, (bool Changed, Rejection? Refused)> Decide);
}
