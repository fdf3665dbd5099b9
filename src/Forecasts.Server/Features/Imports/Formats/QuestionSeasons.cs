using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>
/// Finds the season of a question that a file names by its key alone. A tournament's keys are read once, when the first one is asked for.
/// </summary>
public sealed class QuestionSeasons(IDocumentStore store)
{
    private const string Several = "";

    private readonly Dictionary<string, Dictionary<string, string>> tournaments = new(StringComparer.Ordinal);

    public async Task<(string? Season, Rejection? Refused)> Of(string tournament, string? key, CancellationToken cancellation)
    {
        if (!tournaments.TryGetValue(tournament, out var seasons))
            tournaments[tournament] = seasons = await Read(tournament, cancellation);
        return key is null || !seasons.TryGetValue(key, out var season)
                ? (
                    null,
                    Refuse.NotFound("prediction.unknown", $"The tournament has no prediction '{Excerpt.Of(key ?? "", 100)}'.", "prediction")
                )
            : season == Several
                ? (
                    null,
                    Refuse.Invalid(
                        "prediction.ambiguous",
                        $"Several seasons of the tournament have a prediction '{Excerpt.Of(key, 100)}': the file must say which one is meant, in a column 'season'.",
                        "prediction"
                    )
                )
            : (season, null);
    }

    private async Task<Dictionary<string, string>> Read(string tournament, CancellationToken cancellation)
    {
        var seasons = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var session = store.QuerySession();
        foreach (var question in await PredictionRows.Keys(session, tournament, cancellation))
            seasons[question.Key] = seasons.ContainsKey(question.Key) ? Several : question.Season;
        return seasons;
    }
}
