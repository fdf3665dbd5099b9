using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Results;

/// <summary>How many claims and forecasts stand behind a figure.</summary>
public static class CountClaims
{
    extension(EnteredClaims)
    {
        public static EnteredClaims Of(IReadOnlyList<EnteredClaim> claims) =>
            new(claims.Count, claims.Count(c => c.Kind.HasBrier), claims.Count);
    }

    extension(ChoiceCount)
    {
        /// <summary>Null where there is none.</summary>
        public static ChoiceCount? Of(IEnumerable<StandingForecast> rows)
        {
            List<StandingForecast> choices = [.. rows.Where(r => !r.IsOne)];
            return choices.Count == 0
                ? null
                : new(
                    choices.Select(r => r.Claim).Distinct(StringComparer.Ordinal).Count(),
                    choices.Count,
                    choices.Sum(r => r.Pairs.Count)
                );
        }
    }
}
