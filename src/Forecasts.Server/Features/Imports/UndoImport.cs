using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Takes an import back as a whole by compensating events, while nothing was built on it. Everything is tried first; only where nothing
/// stands in the way is it done, a page of the import's events a commit. What is taken back already is passed over: a crash does no harm.
/// </summary>
public sealed class UndoImport(IDocumentStore store, Commands commands, ImportRows imports, UndoCreated created, NpgsqlDataSource database)
{
    private const int Page = 1_000;
    private const int Told = 10;

    private static readonly Rejection Gone = Refuse.Conflict(
        "import.importer-gone",
        "Who wanted it undone no longer signs in; ask for it again."
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/imports/{id}/undo",
                async ([AsParameters] Call call, string id, int? wait, ReceiveImport receive) =>
                {
                    if (ImportFile.Waits(wait) is { } impatient)
                        return Problems.Of(impatient);
                    var (import, refused) = await receive.Undo(call.Person, id, call.Cancellation);
                    if (refused is not null)
                        return Problems.Of(refused);
                    import = await receive.Await(import!, TimeSpan.FromSeconds(wait ?? ImportFile.Usual), call.Cancellation);
                    return import.UndoCode is { } code
                        ? Problems.Of(Refuse.Conflict(code, import.UndoMessage!))
                        : TypedResults.Json(ImportView.Of(import));
                }
            )
            .Answers<ImportView>("Takes an import back as a whole, as if it had never been made, while nothing was built on it.");

    public async Task Run(Import import, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        if (await Person.Load(session, import.UndoneBy!, cancellation) is not { } person)
        {
            await imports.EndUndo(import.Id, Gone, [], cancellation);
            return;
        }

        var looked = await LogRows.Settled(database, cancellation);
        var inTheWay = await UndoSurroundings.ForecastsInTheWay(database, import, cancellation);
        inTheWay.AddRange(await Pass(import, person, looked, tryOnly: true, cancellation));
        if (inTheWay.Count == 0)
            inTheWay = await Pass(import, person, looked, tryOnly: false, cancellation);
        var remains = inTheWay.Count == 0 ? await created.Run(import, person, cancellation) : [];
        await imports.EndUndo(import.Id, InOne(inTheWay), remains, cancellation);
    }

    private static Rejection? InOne(List<Rejection> refusals)
    {
        if (refusals.Count == 0)
            return null;
        var told = refusals.DistinctBy(r => r.Message).ToList();
        return refusals[0] with
        {
            Message =
                string.Join(' ', told.Take(Told).Select(r => r.Message)) + (told.Count > Told ? $" And {told.Count - Told} more." : ""),
        };
    }

    /// <param name="looked">No forecast up to this event stands in the way.</param>
    /// <param name="tryOnly">Nothing is stored; the forecasts are left out, for they were looked at.</param>
    /// <returns>What stands in the way.</returns>
    private async Task<List<Rejection>> Pass(Import import, Person person, long looked, bool tryOnly, CancellationToken cancellation)
    {
        var stamp = new Stamp(person.Id, import.UndoneAt!.Value);
        var refusals = new List<Rejection>();
        var until = import.UntilSequence ?? await LogRows.Given(database, cancellation);
        for (var after = import.AfterSequence; after < until; after += Page)
        {
            var end = Math.Min(after + Page, until);
            var streams = await UndoRows.InPage(database, import.Id, after, end, forecasts: !tryOnly, cancellation);
            if (streams.Count == 0)
                continue;
            var surroundings = UndoSurroundings.Of(streams);
            var found = new List<Rejection>();
            var page =
                surroundings.Forecasts.Count == 0
                    ? null
                    : new UndonePage(
                        import.Id,
                        [.. surroundings.Forecasts.Select(f => Store.Streams.Forecast(f.Prediction, f.Analyst))],
                        after,
                        end,
                        looked
                    );
            await commands.AppendMany(
                person,
                Keys(surroundings, page),
                async unit =>
                {
                    found.Clear();
                    var forecast = await WithForecasts(unit, import.Id, surroundings.Own, cancellation);
                    var undone = surroundings.Own.Sum(id =>
                        Take(
                            Hidden(id, unit, person, import.Id, stamp) is { } hidden
                                ? (0, hidden)
                                : TakePrediction(id, unit, forecast, import.Id, stamp)
                        )
                    );
                    undone += surroundings.Forecasts.Sum(f => Take(TakeForecast(f.Prediction, new(f.Analyst), unit, import.Id, stamp)));
                    ImportRows.CountUndone(unit, import.Id, undone);
                },
                tryOnly ? new Rehearsal() : null,
                cancellation
            );
            refusals.AddRange(found);

            int Take((int Events, Rejection? Refused) taken)
            {
                if (taken.Refused is { } refused)
                    found.Add(refused);
                return taken.Events;
            }
        }

        return refusals;
    }

    /// <summary>
    /// The import's claims on which others have filed, as it is once the unit's streams are known; who files before the commit makes it
    /// fail, and it is looked at again.
    /// </summary>
    private async Task<HashSet<string>> WithForecasts(Unit unit, string import, IEnumerable<string> own, CancellationToken cancellation)
    {
        string[] claims =
        [
            .. from id in own
            from claim in unit.Prediction(id)?.Claims ?? []
            where unit.Prediction(id)!.Imports?.GetValueOrDefault(claim.Number) == import
            select new ClaimRef(id, claim.Number).ToString(),
        ];
        var forecast = await UndoRows.Beside(database, import, claims, cancellation);
        string[] without = [.. claims.Where(c => !forecast.Contains(c))];
        if (without.Length > 0)
            unit.Queue(UndoRows.NothingBeside(import, without));
        return forecast;
    }

    private static UnitKeys Keys(UndoSurroundings surroundings, UndonePage? page) =>
        new()
        {
            Predictions = surroundings.Predictions,
            AllClaimsOf = surroundings.Own,
            Evidence = surroundings.Own,
            Undone = page,
        };

    /// <summary>The turns of this page: a stream of ten thousand comes with ten pages.</summary>
    private static (int Events, Rejection? Refused) TakeForecast(
        string prediction,
        AnalystId analyst,
        Unit unit,
        string import,
        Stamp stamp
    )
    {
        var stream = Store.Streams.Forecast(prediction, analyst);
        var decision = ForecastDecider.TakeBack(
            unit.Forecast(prediction, analyst),
            prediction,
            analyst,
            import,
            IsPublished(unit, prediction),
            stamp
        );
        foreach (var happened in decision.Events)
            unit.Add(stream, happened);
        return (decision.Events.Count, decision.Rejection);
    }

    private static bool IsPublished(Unit unit, string prediction) =>
        unit.Prediction(prediction) is { } known && unit.Season(known.Season)?.PublishedVersion > 0;

    /// <summary>Whether verdicts were given on its claims is not told to whoever has yet to judge them.</summary>
    private static Rejection? Hidden(string id, Unit unit, Person person, string import, Stamp stamp) =>
        unit.Prediction(id) is not { } known || unit.Season(known.Season) is not { } season
            ? null
            : known
                .Claims.Where(c => known.Imports?.GetValueOrDefault(c.Number) == import)
                .Select(c => Access.TakeBackClaim(person, season, known, unit.Review(new ClaimRef(id, c.Number)), stamp.MadeAt))
                .FirstOrDefault(r => r is not null);

    /// <summary>Outcomes, evidence, claims: all of a prediction's or none.</summary>
    private static (int Events, Rejection? Refused) TakePrediction(
        string id,
        Unit unit,
        HashSet<string> forecast,
        string import,
        Stamp stamp
    )
    {
        var (known, published) = (unit.Prediction(id), IsPublished(unit, id));
        var (reviews, judged) = (new List<ReviewEvent>(), new HashSet<int>());
        foreach (var claim in known?.Claims ?? [])
        {
            var review = unit.Review(new ClaimRef(id, claim.Number));
            var taken = ReviewDecider.TakeBack(review, import, published, stamp);
            if (taken.Rejection is not null)
                return (0, taken.Rejection);
            reviews.AddRange(taken.Events);
            if (
                taken.Events.Aggregate(review, ClaimReview.Evolve) is { } after
                && (after.Status != ReviewStatus.Open || after.Verdicts.Count > 0)
            )
                judged.Add(claim.Number);
        }

        var file = unit.Evidence(id);
        var evidence = EvidenceDecider.TakeBack(file, id, import, published, stamp);
        var claims = PredictionDecider.TakeBack(
            known,
            import,
            published,
            (known?.Claims ?? []).Select(c => c.Number).Where(n => forecast.Contains(new ClaimRef(id, n).ToString())).ToHashSet(),
            judged,
            file?.Standing.Any(i => i.Import != import) == true,
            stamp
        );
        if ((evidence.Rejection ?? claims.Rejection) is { } refused)
            return (0, refused);
        foreach (var happened in reviews)
            unit.Add("review/" + happened.Claim, happened);
        foreach (var happened in evidence.Events)
            unit.Add(Store.Streams.Evidence(id), happened);
        foreach (var happened in claims.Events)
            unit.Add(Store.Streams.Prediction(id), happened);
        return (reviews.Count + evidence.Events.Count + claims.Events.Count, null);
    }
}
