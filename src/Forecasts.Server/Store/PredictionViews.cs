using Forecasts.Domain.Evidence;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>A prediction and its evidence as one reader may see them.</summary>
public static class PredictionViews
{
    extension(EvidenceView)
    {
        public static EvidenceView Of(Person person, EvidenceItem item, IReadOnlySet<int> blind) =>
            new(
                item.Id,
                item.By,
                item.Fact.OccurredOn,
                item.Fact.Text,
                item.Fact.Source,
                item.Fact.Url,
                item.Fact.Quotation,
                Disclosure.VisibleStances(person, item, blind),
                Disclosure.VisibleVersion(person, item, blind),
                item.Imported,
                item.Retracted
            );
    }

    extension(PredictionView)
    {
        public static async Task<Found<PredictionView>> Load(
            IQuerySession session,
            Person person,
            string id,
            Clock clock,
            CancellationToken cancellation
        )
        {
            var found = await Find.Prediction(session, person, id, cancellation);
            if (found.Refused is { } refused)
                return new(null, refused);
            var (season, prediction) = (found.Value!.Season, found.Value.Prediction);
            var now = clock.GetUtcNow();
            var facts = await PredictionFacts.Load(session, found.Value, person, now, cancellation);
            var claims = prediction.Claims.Select(c => facts.View(c, person, season, now)).ToList();
            return new(
                new(
                    prediction.Id,
                    prediction.Season,
                    season.Synthetic,
                    prediction.Key,
                    prediction.Theme,
                    prediction.Title,
                    prediction.CoreJudgement,
                    prediction.Author,
                    facts.NameOf(prediction.Author),
                    prediction.Rank,
                    prediction.Figures,
                    prediction.FiledAt,
                    facts.Version,
                    claims,
                    facts.EvidenceFor(person),
                    facts.EvidenceVersion
                ),
                null
            );
        }
    }
}
