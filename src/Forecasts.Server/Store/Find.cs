using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>Something that was asked for, or why it is not given.</summary>
public readonly record struct Found<T>(T? Value, Rejection? Refused)
    where T : class;

/// <summary>A prediction with its season.</summary>
public sealed record Case(Season Season, Prediction Prediction);

/// <summary>Lookups by address: what a person may not read is as unknown to them as what does not exist.</summary>
public static class Find
{
    private static readonly Rejection UnknownTournament = Refuse.NotFound(
        "tournament.unknown",
        "There is no such tournament, or you have no role in it."
    );
    public static readonly Rejection NoSeason = Refuse.NotFound(
        "season.unknown",
        "There is no such season, or you have no role in its tournament."
    );

    public static readonly Rejection NoPrediction = Refuse.NotFound(
        "prediction.unknown",
        "There is no such prediction, or you have no role in its tournament."
    );

    /// <summary>Null where the tournament exists and this person has a role in it.</summary>
    public static async Task<Rejection?> NoTournament(
        IQuerySession session,
        Person person,
        string tournament,
        CancellationToken cancellation
    ) =>
        Access.Read(person, tournament)
        ?? (await session.LoadAsync<Tournament>(tournament, cancellation) is null ? UnknownTournament : null);

    public static async Task<Found<Season>> Season(
        IQuerySession session,
        Person person,
        string tournament,
        int year,
        CancellationToken cancellation
    )
    {
        if (Access.Read(person, tournament) is not null)
            return new(null, NoSeason);
        var record = await session.LoadAsync<SeasonRecord>(Streams.Season(new SeasonRef(tournament, year)), cancellation);
        return record is null ? new(null, NoSeason) : new(record.State, null);
    }

    public static async Task<Found<Case>> Prediction(IQuerySession session, Person person, string id, CancellationToken cancellation)
    {
        var prediction = await session.LoadAsync<PredictionRecord>(Streams.Prediction(id), cancellation);
        if (prediction is null)
            return new(null, NoPrediction);
        var season = await session.LoadAsync<SeasonRecord>(Streams.Season(prediction.State.Season), cancellation);
        return season is null || Access.Read(person, season.State.Tournament) is not null
            ? new(null, NoPrediction)
            : new(new(season.State, prediction.State), null);
    }

    /// <summary>The same of what a unit has loaded.</summary>
    public static Found<Case> Prediction(Unit unit, Person person, string id) =>
        unit.Prediction(id) is { } prediction
        && unit.Season(prediction.Season) is { } season
        && Access.Read(person, season.Tournament) is null
            ? new(new(season, prediction), null)
            : new(null, NoPrediction);

    public static Rejection? NoClaim(Prediction prediction, int number) =>
        prediction.Claim(number) is null
            ? Refuse.NotFound("claim.unknown", $"The prediction has no claim {number.ToString(CultureInfo.InvariantCulture)}.")
            : null;

    /// <summary>Names by opaque id; who is not known any more keeps the id. A season's standings ask for thousands.</summary>
    public static async Task<Dictionary<string, string>> Names(
        IQuerySession session,
        IEnumerable<string> accounts,
        CancellationToken cancellation
    )
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] ids = [.. accounts.Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
            return names;
        foreach (var person in await PersonRows.Names(session, ids, cancellation))
            names[person.Id] = person.Name;
        return names;
    }
}
