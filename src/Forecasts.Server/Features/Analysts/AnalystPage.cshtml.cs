using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Setup;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Analysts;

/// <summary>One analyst over the years, from the seasons whose scores the reader may see.</summary>
public sealed class AnalystPage(IDocumentStore store, Clock clock) : ReaderPage
{
    public TrackRecordView View { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string id)
    {
        await using var session = store.QuerySession();
        if (await TrackRecord.View(session, Person, id, null, null, clock.GetUtcNow(), Cancellation) is not { } view) return Refused(TrackRecord.Unknown);
        View = view;
        return Page();
    }
}
