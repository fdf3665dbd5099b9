using System.Text.Json;
using Forecasts.Domain.Kinds;

namespace Forecasts.Server.Store;

/// <summary>A claim as it is filed. What a claim that is added later does not say is taken from the first one of its prediction.</summary>
public sealed record FiledRow(
    string Claim,
    string Prediction,
    int Number,
    string? Season,
    string? Theme,
    string? Author,
    string Type,
    string? Terms,
    string Cluster,
    double Weight,
    string Due,
    string Filed,
    string Stream,
    long Version
);

/// <summary>An option that is open from now on.</summary>
public sealed record OptionRow(string Claim, ClaimOption Option, string Stream, long Version);

/// <summary>How a claim stands after a review's event.</summary>
public sealed record StandRow(
    string Claim,
    string Status,
    bool Settled,
    string? Outcome,
    string? Decided,
    bool Imported,
    string Stream,
    long Version
);

/// <summary>One turn of belief; without a value it is a withdrawal.</summary>
public sealed record TurnRow(
    string Claim,
    string Analyst,
    string Made,
    string? Expires,
    double[]? Value,
    bool Saw,
    bool Imported,
    string Stream,
    long Version
);

/// <summary>A turn of belief that is taken back: which row goes, and by which event.</summary>
public sealed record TurnGoneRow(string Claim, string Analyst, string Made, string Stream, long Version);

/// <summary>A prediction, or a claim, that is taken back.</summary>
public sealed record GoneRow(string Name);

/// <summary>What an event changes in a table.</summary>
/// <param name="Prediction">What it changes lies within this one.</param>
/// <param name="Once">What a statement may change only once.</param>
public sealed record RowChange(RowStatement Statement, string Prediction, object Row, string? Once = null);

/// <summary>How rows are changed, many at a time: statements of one parameter, the rows as JSON.</summary>
/// <param name="Order">Of what one commit changes within a prediction, the lower comes first.</param>
public sealed record RowStatement(int Order, params string[] Sql)
{
    private static readonly string Options = StoredPath.Of<ChoiceClaim>(c => c.Options);

    // Sought row by row, so that no plan made while the log was short reads all of it.
    private const string Event = """
         cross join lateral (
            select seq_id, timestamp from forecasts.mt_events
            where stream_id = t.stream and version = t.version and not is_archived limit 1) e
        """;

    private const string Claims = """
        insert into forecasts.claims (claim, prediction, number, season, theme, author, type, terms, cluster, status, weight, due, filed_at,
            imported, resolution, settlements, sequence)
        """;

    private const string Filed =
        """
             from json_to_recordset($1::json) as t (claim text, prediction text, number int, season text, theme text, author text, type text,
                terms text, cluster text, weight double precision, due timestamptz, filed timestamptz, stream text, version bigint)
            """ + Event;

    public static readonly RowStatement ClaimFiled = new(
        0,
        Claims
            + """
             select t.claim, t.prediction, t.number, t.season, t.theme, t.author, t.type, t.terms, t.cluster, 'open', t.weight, t.due, t.filed,
                false, 0, 0, e.seq_id
            """
            + Filed
    );

    // The claim that was filed with the prediction knows where the prediction belongs.
    public static readonly RowStatement ClaimAdded = new(
        1,
        Claims
            + """
             select t.claim, t.prediction, t.number, f.season, f.theme, f.author, t.type, t.terms, t.cluster, 'open', t.weight, t.due, t.filed,
                false, 0, 0, e.seq_id
            """
            + Filed
            + """
             cross join lateral (select * from forecasts.claims where prediction = t.prediction order by number limit 1) f
            """
    );

    // Each turn's row has another meaning from now on, so the crowd is made anew as if one had gone.
    public static readonly RowStatement OptionAdded = new(
        2,
        $"""
        update forecasts.claims c set terms = jsonb_set(c.terms::jsonb, '{Options}', (c.terms::jsonb #> '{Options}') || t.option)::text,
            sequence = e.seq_id, turn_gone = e.seq_id
        from json_to_recordset($1::json) as t (claim text, option jsonb, stream text, version bigint)
        """
            + Event
            + " where c.claim = t.claim"
    );

    public static readonly RowStatement ClaimGone = new(
        3,
        "delete from forecasts.claims c using json_to_recordset($1::json) as t (name text) where c.claim = t.name"
    );

    public static readonly RowStatement PredictionGone = new(
        4,
        "delete from forecasts.claims c using json_to_recordset($1::json) as t (name text) where c.prediction = t.name"
    );

    public static readonly RowStatement Stands = new(
        5,
        """
        update forecasts.claims c set status = t.status, outcome = t.outcome, decided_at = t.decided, imported = t.imported,
            resolution = case when t.settled then e.seq_id else 0 end, settlements = c.settlements + t.settled::int, sequence = e.seq_id
        from json_to_recordset($1::json) as t (claim text, status text, settled boolean, outcome text, decided timestamptz,
            imported boolean, stream text, version bigint)
        """
            + Event
            + " where c.claim = t.claim"
    );

    public static readonly RowStatement TurnMade = new(
        6,
        """
        insert into forecasts.forecast_intervals (claim, analyst, made_at, expires_at, value, saw_crowd, imported, recorded_at, sequence)
        select t.claim, t.analyst, t.made, t.expires, t.value, t.saw, t.imported, e.timestamp, e.seq_id
        from json_to_recordset($1::json) as t (claim text, analyst text, made timestamptz, expires timestamptz,
            value double precision[], saw boolean, imported boolean, stream text, version bigint)
        """ + Event
    );

    // The row goes, as if it had never been; the claim's sequence tells scoring that something has changed.
    public static readonly RowStatement TurnGone = new(
        7,
        """
        delete from forecasts.forecast_intervals i using json_to_recordset($1::json) as t (claim text, analyst text, made timestamptz)
        where i.claim = t.claim and i.analyst = t.analyst and i.made_at = t.made
        """,
        """
        update forecasts.claims c set sequence = greatest(c.sequence, t.sequence), turn_gone = greatest(c.turn_gone, t.sequence)
        from (select t.claim, max(e.seq_id) as sequence
              from json_to_recordset($1::json) as t (claim text, stream text, version bigint)
        """
            + Event
            + """
                   group by t.claim) t
            where c.claim = t.claim
            """
    );

    public static string Json(IEnumerable<object> rows) => JsonSerializer.Serialize(rows, JsonSerializerOptions.Web);
}
