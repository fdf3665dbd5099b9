using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>One turn of belief as it goes into its row.</summary>
public sealed record TurnRow(string Claim, string Analyst, string? Made, string? Expires, double[]? Value, bool Saw, bool Imported, string Stream, long Version);

/// <summary>The turns of one commit that brings many: their rows are written by one statement instead of a thousand.</summary>
public sealed class TurnRows
{
    public const string Insert = """
        insert into forecasts.forecast_intervals (claim, analyst, made_at, expires_at, value, saw_crowd, imported, recorded_at, sequence)
        select t.claim, t.analyst, t.made, t.expires, t.value, t.saw, t.imported, e.timestamp, e.seq_id
        from json_to_recordset(?::json) as t (claim text, analyst text, made timestamptz, expires timestamptz, value double precision[], saw boolean, imported boolean, stream text, version bigint)
        join forecasts.mt_events e on e.stream_id = t.stream and e.version = t.version and not e.is_archived
        """;

    private static readonly ConditionalWeakTable<IDocumentOperations, TurnRows> Sessions = [];

    private readonly List<TurnRow> rows = [];
    private readonly int expected;

    private TurnRows(int expected) => this.expected = expected;

    public string Json => JsonSerializer.Serialize(rows, JsonSerializerOptions.Web);

    /// <summary>The next commit of this session appends so many turns.</summary>
    public static void Expect(IDocumentOperations session, int turns)
    {
        if (turns > 1) Sessions.AddOrUpdate(session, new(turns));
    }

    public static TurnRows? Of(IDocumentOperations session) => Sessions.TryGetValue(session, out var rows) ? rows : null;

    /// <summary>Rows that were announced and never came would be lost without a word.</summary>
    /// <exception cref="InvalidOperationException">Fewer or more turns were appended than <see cref="Expect"/> said.</exception>
    public static void Check(IDocumentOperations session)
    {
        if (Of(session) is { } together && together.rows.Count != together.expected)
            throw new InvalidOperationException($"{together.expected} turns were to get rows, {together.rows.Count} came: rebuild the rows from the events.");
    }

    /// <summary>Microseconds, as the database keeps them.</summary>
    public static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>True with the last one.</summary>
    public bool Add(TurnRow row)
    {
        rows.Add(row);
        return rows.Count == expected;
    }
}
