using System.Text.Json.Nodes;

namespace Forecasts.Record;

/// <summary>How an event of an older version becomes one of the next version.</summary>
/// <param name="From">The version it has; the result is one higher.</param>
/// <param name="Change">Given the document of the older version, answers that of the next; may change it in place.</param>
public sealed record Upcast(string Name, int From, Func<JsonObject, JsonObject> Change)
{
    public string Stored => $"{Name}.{From}";

    /// <summary>From the first version on that was ever released, one step for each. None has changed yet.</summary>
    public static readonly IReadOnlyList<Upcast> All = [];
}
