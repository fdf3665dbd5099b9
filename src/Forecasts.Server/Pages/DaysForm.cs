using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;

namespace Forecasts.Server.Pages;

/// <summary>The form in which an organiser moves a season's days.</summary>
public static class DaysForm
{
    /// <summary>What may be left out follows the day before it.</summary>
    public static (CalendarRequest? Request, Rejection? Refused) Read(IFormCollection form)
    {
        string[] needed = ["opens", "forecastsClose", "windowOpens", "windowCloses", "publishes"];
        return needed.FirstOrDefault(n => form.Day(n) is null) is { } missing
            ? (null, Refuse.Invalid("calendar.day", $"'{missing}' is a day such as 2024-12-31.", missing))
            : (
                new(
                    form.Day("opens")!.Value,
                    form.Day("forecastsClose")!.Value,
                    form.Day("windowOpens")!.Value,
                    form.Day("windowCloses")!.Value,
                    form.Day("publishes")!.Value,
                    form.Day("revealAt"),
                    form.Day("adjudicationCloses"),
                    form.Day("disputesClose")
                ),
                null
            );
    }
}
