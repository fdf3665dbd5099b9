using System.Text.Json.Serialization;

namespace Forecasts.Domain;

/// <summary>Who did it and when it was so; part of every event.</summary>
/// <param name="By">Opaque id of the person (or <c>system</c>); names live only in the account document.</param>
/// <param name="MadeAt">When it was so. Live acts take it from the server's clock; only an import may set it.</param>
/// <param name="Import">Marks an imported event: which import, which line.</param>
/// <param name="LateReason">An organiser's reason for an act outside its time; shown in the report.</param>
public sealed record Stamp(AnalystId By, DateTimeOffset MadeAt, ImportLine? Import = null, string? LateReason = null)
{
    public static readonly AnalystId System = new("system");

    // What follows from another member is not written down.
    [JsonIgnore]
    public bool IsImport => Import is not null;
}

/// <summary>One line of one import.</summary>
public sealed record ImportLine(string Import, int Line);
