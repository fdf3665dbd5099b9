using Forecasts.Domain.Predictions;

namespace Forecasts.Server.Store;

/// <summary>An instant at which a forecast is to be decided on.</summary>
public readonly record struct TurnKey(ClaimRef Claim, string Analyst, DateTimeOffset At)
{
    /// <summary>Whatever was made last, be it by somebody who was decided on a moment ago.</summary>
    public static readonly DateTimeOffset Latest = DateTimeOffset.MaxValue;

    public string Stream => Streams.Forecast(Claim.Prediction, Analyst);
}

/// <summary>Forecasts of an import that are to be taken back.</summary>
/// <param name="Streams">All that have events in this page of the log.</param>
/// <param name="After">Exclusive; the page ends with <paramref name="Until"/>.</param>
/// <param name="Looked">What came after this event nobody has looked at yet: it may stand in the way.</param>
public sealed record UndonePage(string Import, IReadOnlyCollection<string> Streams, long After, long Until, long Looked);

/// <summary>What a unit is to know before its deciders are asked: the streams that they may write, and their neighbours.</summary>
public sealed record UnitKeys
{
    /// <summary>Addresses <c>{tournament}/{year}</c>.</summary>
    public IReadOnlyCollection<string> Seasons { get; init; } = [];

    /// <summary>Ids; the season of each comes with it.</summary>
    public IReadOnlyCollection<string> Predictions { get; init; } = [];

    /// <summary>Claims whose reviews are wanted.</summary>
    public IReadOnlyCollection<ClaimRef> Claims { get; init; } = [];

    /// <summary>Ids of predictions of whose claims, as they are stored, all reviews are wanted.</summary>
    public IReadOnlyCollection<string> AllClaimsOf { get; init; } = [];

    /// <summary>Ids of predictions whose evidence is wanted.</summary>
    public IReadOnlyCollection<string> Evidence { get; init; } = [];

    /// <summary>Instants at which forecasts are to be decided on.</summary>
    public IReadOnlyCollection<TurnKey> Turns { get; init; } = [];

    /// <summary>Claims of which it is wanted who has filed: the analyst given, and anybody else.</summary>
    public IReadOnlyCollection<(ClaimRef Claim, string Analyst)> Filed { get; init; } = [];

    /// <summary>What of an import's forecasts is to be taken back.</summary>
    public UndonePage? Undone { get; init; }

    /// <summary>Where given, turns are counted whatever their number: streams do not grow while nothing is stored.</summary>
    public bool CountsTurns { get; init; }

    /// <summary>What all of them ask for.</summary>
    public static UnitKeys Of(IReadOnlyList<UnitKeys> all)
    {
        return all is [var one]
            ? one
            : new()
            {
                Seasons = Every(k => k.Seasons),
                Predictions = Every(k => k.Predictions),
                Claims = Every(k => k.Claims),
                AllClaimsOf = Every(k => k.AllClaimsOf),
                Evidence = Every(k => k.Evidence),
                Turns = Every(k => k.Turns),
                Filed = Every(k => k.Filed),
                Undone = all.Select(k => k.Undone).SingleOrDefault(u => u is not null),
                CountsTurns = all.Any(k => k.CountsTurns),
            };

        T[] Every<T>(Func<UnitKeys, IEnumerable<T>> of) => [.. all.SelectMany(of).Distinct()];
    }

    public string[] ForecastStreams() =>
        [
            .. Turns
                .Select(t => t.Stream)
                .Concat(Filed.Select(f => Streams.Forecast(f.Claim.Prediction, f.Analyst)))
                .Concat(Undone?.Streams ?? [])
                .Distinct(StringComparer.Ordinal),
        ];
}
