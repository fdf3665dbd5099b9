using System.Globalization;
using Forecasts.Server.Tests.Fixtures;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>How a mutating route is called by several at once, and how to tell what took effect.</summary>
/// <param name="Route">Method and pattern, as the server has it.</param>
/// <param name="Prepare">What has to be there before; returns the address to call. Without it the address is the route's own.</param>
/// <param name="Body">The body of the caller with that number.</param>
/// <param name="Counted">SQL that counts what took effect; null where nothing is stored but a request.</param>
public sealed record Act(string Route, Func<Place, Task<string>> Prepare, Func<int, object?> Body, string? Counted)
{
    public static readonly IReadOnlyList<Act> All =
    [
        new(
            "POST tournaments",
            _ => At("tournaments"),
            i => new { slug = "fresh", name = "Fresh" },
            "select count(*) from forecasts.mt_doc_tournament"
        ),
        new(
            "PUT tournaments/{t}/people",
            _ => At("tournaments/t/people"),
            i => new[] { Town.Role("Olga", "organiser"), Town.Role($"New {i}", "analyst") },
            null
        ),
        new("POST tournaments/{t}/seasons", _ => At("tournaments/t/seasons"), _ => Given.Season(2026), Events("season.planned.1")),
        new("PUT seasons/{t}/{y:int}/calendar", _ => At("seasons/t/2024/calendar"), i => Moved(i), null),
        new("POST seasons/{t}/{y:int}/open", p => p.Planned(), _ => null, Events("season.opened.1")),
        new(
            "POST seasons/{t}/{y:int}/predictions",
            _ => At("seasons/t/2024/predictions"),
            _ => Given.Prediction(),
            Events("prediction.filed.1")
        ),
        new(
            "PUT predictions/{id}/claims/{n:int}/forecast",
            p => p.Claim("forecast"),
            i => new { probability = 0.1 + (0.02 * i) },
            Events("forecast.made.1", "forecast.revised.1")
        ),
        new("DELETE predictions/{id}/claims/{n:int}/forecast", p => p.Believed("forecast"), _ => null, Events("forecast.withdrawn.1")),
        new(
            "POST predictions/{id}/claims/{n:int}/options",
            p => p.Choice("options"),
            i => new { option = $"Option {i}", note = "It came." },
            Events("prediction.option-added.1")
        ),
        new("POST predictions/{id}/evidence", p => p.Evidence(), i => Fact(i), Events("evidence.attached.1")),
        new("PUT predictions/{id}/evidence/{e}", p => p.Attached(), i => Fact(i), Events("evidence.corrected.1")),
        new("DELETE predictions/{id}/evidence/{e}", p => p.Attached(), i => new { reason = $"Wrong {i}." }, Events("evidence.retracted.1")),
        new(
            "POST predictions/{id}/claims/{n:int}/verdicts",
            p => p.Due("verdicts"),
            _ => Given.Verdict("yes"),
            Events("review.verdict-given.1", "review.verdict-replaced.1")
        ),
        new(
            "POST predictions/{id}/claims/{n:int}/void",
            p => p.Due("void"),
            i => new { code = "source-vanished", reason = $"Gone {i}." },
            Events("review.settled.1")
        ),
        new(
            "POST predictions/{id}/claims/{n:int}/reopen",
            p => p.Settled("reopen"),
            i => new { reason = $"Again {i}." },
            Events("review.reopened.1")
        ),
        new("POST seasons/{t}/{y:int}/publish", p => p.Ended("publish"), _ => new { reason = "Early." }, Events("season.published.1")),
        new("POST seasons/{t}/{y:int}/rescore", _ => At("seasons/t/2024/rescore"), _ => null, null),
        new("POST rescores", _ => At("rescores"), _ => null, null),
        new("POST imports/{id}/undo", p => p.Imported(), _ => null, null),
    ];

    /// <summary>Routes that another test calls by several at once, with its name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["POST imports"] = nameof(Imports.RepeatedImportTests),
        ["POST operations/errors/{queue}/replay"] = nameof(Operations.ErrorQueueTests),
        ["POST operations/errors/{queue}/discard"] = nameof(Operations.ErrorQueueTests),
        ["POST operations/errors/{queue}/{id}/replay"] = nameof(Operations.ErrorQueueTests),
        ["POST operations/errors/{queue}/{id}/discard"] = nameof(Operations.ErrorQueueTests),
    };

    public override string ToString() => Route;

    private static Task<string> At(string path) => Task.FromResult(path);

    private static string Events(params string[] types) =>
        $"select count(*) from forecasts.mt_events where type in ('{string.Join("', '", types)}')";

    private static object Fact(int i) =>
        new
        {
            occurredOn = "2024-05-01",
            text = $"Fact {i}",
            source = "A paper",
        };

    private static object Moved(int i) =>
        new
        {
            opens = "2024-01-01",
            forecastsClose = "2024-12-31",
            windowOpens = "2025-01-01",
            windowCloses = "2025-02-15",
            publishes = string.Create(CultureInfo.InvariantCulture, $"2025-03-{1 + i:00}"),
        };
}
