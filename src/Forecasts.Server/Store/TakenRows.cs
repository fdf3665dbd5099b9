using System.Runtime.CompilerServices;
using System.Text.Json;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>A turn of belief that is taken back: which row goes, and by which event.</summary>
public sealed record TakenRow(string Claim, string Analyst, string? Made, string Stream, long Version);

/// <summary>The turns that one commit takes back, where it takes many: their rows go with two statements instead of two thousand, and a claim is touched once.</summary>
public sealed class TakenRows
{
    public const string Delete = """
        delete from forecasts.forecast_intervals i using json_to_recordset(?::json) as t (claim text, analyst text, made timestamptz)
        where i.claim = t.claim and i.analyst = t.analyst and i.made_at = t.made
        """;

    public const string Touch = """
        update forecasts.claims c set sequence = greatest(c.sequence, t.sequence), turn_gone = t.sequence
        from (select t.claim, max(e.seq_id) as sequence from json_to_recordset(?::json) as t (claim text, stream text, version bigint)
              join forecasts.mt_events e on e.stream_id = t.stream and e.version = t.version and not e.is_archived group by t.claim) t
        where c.claim = t.claim
        """;

    private static readonly ConditionalWeakTable<IDocumentOperations, TakenRows> Sessions = [];

    private readonly List<TakenRow> rows = [];
    private readonly int expected;

    private TakenRows(int expected) => this.expected = expected;

    public string Json => JsonSerializer.Serialize(rows, JsonSerializerOptions.Web);

    /// <summary>The next commit of this session takes back so many turns.</summary>
    public static void Expect(IDocumentOperations session, int turns)
    {
        if (turns > 1) Sessions.AddOrUpdate(session, new(turns));
    }

    public static TakenRows? Of(IDocumentOperations session) => Sessions.TryGetValue(session, out var rows) ? rows : null;

    /// <summary>Rows that were announced and never came would stay without a word.</summary>
    /// <exception cref="InvalidOperationException">Fewer or more turns were taken back than <see cref="Expect"/> said.</exception>
    public static void Check(IDocumentOperations session)
    {
        if (Of(session) is { } together && together.rows.Count != together.expected)
            throw new InvalidOperationException($"The rows of {together.expected} turns were to go, {together.rows.Count} came: rebuild the rows from the events.");
    }

    /// <summary>True with the last one.</summary>
    public bool Add(TakenRow row)
    {
        rows.Add(row);
        return rows.Count == expected;
    }
}
