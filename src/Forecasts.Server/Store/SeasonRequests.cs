using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Store;

/// <summary>What a request for a season says, in the season's own terms; an import asks as a page does.</summary>
public static class SeasonRequests
{
    extension(CalendarRequest asked)
    {
        /// <summary>
        /// Openings at the first valid instant of their day, closings at the first one after theirs. What is left out follows the day
        /// before it.
        /// </summary>
        public Calendar In(string zone)
        {
            var adjudication = asked.AdjudicationCloses ?? asked.WindowCloses;
            return new(
                zone,
                Zones.Version,
                Zones.Opening(asked.Opens, zone),
                Zones.Closing(asked.RevealAt ?? asked.ForecastsClose, zone),
                Zones.Closing(asked.ForecastsClose, zone),
                Zones.Opening(asked.WindowOpens, zone),
                Zones.Closing(asked.WindowCloses, zone),
                Zones.Closing(adjudication, zone),
                Zones.Closing(asked.DisputesClose ?? adjudication, zone),
                Zones.Opening(asked.Publishes, zone)
            );
        }

        /// <summary>A calendar's days by the names that they have in a request, in the order in which they are asked for.</summary>
        public static IEnumerable<(string Name, CalendarDay Day)> Days(Calendar calendar) =>
            [
                ("opens", calendar.Opens),
                ("forecastsClose", calendar.ForecastsClose),
                ("revealAt", calendar.RevealAt),
                ("windowOpens", calendar.WindowOpens),
                ("windowCloses", calendar.WindowCloses),
                ("adjudicationCloses", calendar.AdjudicationCloses),
                ("disputesClose", calendar.DisputesClose),
                ("publishes", calendar.Publishes),
            ];
    }

    extension(SeasonRequest asked)
    {
        public SeasonEvent.Planned Plan(string tournament, Stamp stamp) =>
            new(
                stamp,
                tournament,
                asked.Year,
                asked.Title,
                asked.Calendar.In(asked.TimeZone),
                asked.Themes,
                new(
                    asked.Scoring ?? new(),
                    asked.Review is { Mode: ReviewMode.Self } self
                        ? self with
                        {
                            Reviewers = self.Reviewers == 2 ? 1 : self.Reviewers,
                        }
                        : asked.Review ?? new(),
                    asked.Visibility ?? Domain.Seasons.Visibility.Sealed
                ),
                asked.Synthetic
            );
    }
}
