using System.Globalization;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Store;
using Marten;
using Calendar = Forecasts.Domain.Seasons.Calendar;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>
/// Plans the seasons that a file's claims name and that are not there yet, before its first line is stored, and makes their tournament
/// where that is asked for. The days of a season Y, in UTC: it opens on 1 January of the year of its earliest question (Y itself where that
/// is later, or where no time is given) and closes with Y; the window is 1 January to 15 February of Y + 1, the report's day 20 March.
/// </summary>
public sealed class SeasonsFromFile(IDocumentStore store, Commands commands, Jobs jobs, Clock clock)
{
    private const int MostThemes = 101; // One more than a season takes: the decider says so.

    /// <returns>By address: the seasons that were made (or would be), and why others may not be.</returns>
    public async Task<IReadOnlyDictionary<string, Found<Season>>> Plan(
        CsvRows file,
        Person importer,
        Import import,
        CancellationToken cancellation
    )
    {
        var made = import.CreateTournament is { } name ? new TournamentRequest(import.Tournament!, new(name)) : null;
        var notMade = made is null
            ? null
            : (await MakeTournament.Make(store, importer, made, import.Id, import.DryRun, cancellation)).Refused;
        var drafts = new Dictionary<string, Draft>(StringComparer.Ordinal);
        for (var last = false; !last; )
        {
            var batch = file.Next(RunImport.ChunkSize);
            foreach (var claim in batch.Rows.SelectMany(r => r.Parts).Where(r => r.Kind == Format.Claims))
                Add(drafts, claim);
            last = batch.Last;
        }

        var planned = new Dictionary<string, Found<Season>>(StringComparer.Ordinal);
        foreach (var (key, draft) in drafts)
            if (notMade is not null && draft.Tournament == made!.Slug)
                planned[key] = new(null, notMade);
            else if (await Plan(key, draft, draft.Tournament == made?.Slug ? made.Name : null, importer, import, cancellation) is { } found)
                planned[key] = found;
        if (!import.DryRun && planned.Values.Any(f => f.Value is not null))
            await jobs.Window(cancellation);
        return planned;
    }

    private static void Add(Dictionary<string, Draft> drafts, CsvRow claim)
    {
        if (claim["season"] is not { } key || SeasonRef.Read(key) is not { } season)
            return;
        if (!drafts.TryGetValue(key, out var draft))
            drafts[key] = draft = new(season.Tournament, season.Year, claim.Line);
        if (
            claim["filed_at"] is { Length: > 4 } filed
            && int.TryParse(filed[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        )
            draft.FirstYear = Math.Min(draft.FirstYear, first);
        if (claim["theme"] is { } theme && draft.Themes.Count < MostThemes)
            draft.Themes.TryAdd(theme, claim["theme_name"] ?? theme);
    }

    /// <param name="named">Name of the tournament where this import makes it; a dry run does not.</param>
    /// <returns>Null for a season that is there.</returns>
    private async Task<Found<Season>?> Plan(
        string key,
        Draft draft,
        LocalText? named,
        Person importer,
        Import import,
        CancellationToken cancellation
    )
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<SeasonRecord>(Streams.Season(key), cancellation) is not null)
            return null;
        if (
            (
                (named is null ? await Find.NoTournament(session, importer, draft.Tournament, cancellation) : null)
                ?? Access.Organise(importer, draft.Tournament)
            ) is
            { } refused
        )
            return new(null, refused);
        var name = named ?? (await session.LoadAsync<Tournament>(draft.Tournament, cancellation))!.Name;
        // A year out of reach is the decider's to refuse; its calendar only has to exist.
        var year = Math.Clamp(draft.Year, 1900, 2200);
        var opens = Math.Clamp(draft.FirstYear, year - Calendar.LongestHorizon, year);
        var plan = new SeasonRequest(
            draft.Year,
            Titled(name, draft.Year),
            "Etc/UTC",
            new(new(opens, 1, 1), new(year, 12, 31), new(year + 1, 1, 1), new(year + 1, 2, 15), new(year + 1, 3, 20)),
            [.. draft.Themes.Select(t => new Theme(t.Key, t.Value))]
        ).Plan(draft.Tournament, new(importer.Id, clock.GetUtcNow(), new(import.Id, draft.Line)));
        var decision = SeasonDecider.Plan(null, plan);
        if (decision.Rejection is not null)
            return new(null, decision.Rejection);
        if (import.DryRun)
            return new(Season.Evolve(null, plan), null);
        var done = await commands.Season(
            key,
            importer,
            known => known is null ? decision : Decision<SeasonEvent>.Nothing,
            null,
            cancellation
        );
        return done.Changed ? new(Season.Evolve(null, plan), null) : null;
    }

    private static LocalText Titled(LocalText name, int year) =>
        name.ByLanguage is { Count: > 0 } texts
            ? LocalText.In(
                texts.ToDictionary(
                    t => t.Key,
                    t => string.Create(CultureInfo.InvariantCulture, $"{t.Value} {year}"),
                    StringComparer.Ordinal
                )
            )
            : new(string.Create(CultureInfo.InvariantCulture, $"{name.Text} {year}"));

    private sealed record Draft(string Tournament, int Year, int Line)
    {
        public int FirstYear { get; set; } = Year;

        public Dictionary<string, LocalText> Themes { get; } = new(StringComparer.Ordinal);
    }
}
