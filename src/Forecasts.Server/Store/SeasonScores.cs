using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A claim that counts in its season's results.</summary>
public sealed record EnteredClaim(string Claim, double Weight, string Cluster, DateTimeOffset Due, string Terms)
{
    public ClaimKind Kind { get; } = StoredKind.Of(Terms);
}

/// <summary>A forecaster's or a crowd's current score on one claim.</summary>
public sealed record CurrentScore(
    string Claim,
    string Forecaster,
    bool Crowd,
    string Cluster,
    double Weight,
    DateTimeOffset Due,
    long Resolution,
    double Outcome,
    double[]? ValueAtClose,
    double Peer,
    double? RelativeBrier,
    double Baseline,
    double Coverage,
    double? Brier,
    double? LogScore,
    bool Withdrawn,
    bool Floored,
    double? PitBelow,
    double? PitAt
);

/// <summary>What the results of a season are made from, as it is in one snapshot.</summary>
/// <param name="Revision">The highest sequence among the season's sheets, tombstones included.</param>
/// <param name="Editions">The sum of the sheets' editions: any sheet that is written makes another one.</param>
/// <param name="Floor">The season's; null where it does not exist.</param>
public sealed record SheetTotals(long Revision, long Editions, int DecidedBeforeOpening, double? Floor);

/// <summary>Reads a season's current scores inside the caller's transaction; one pass, for there may be millions.</summary>
public sealed class SeasonScores : IAsyncDisposable
{
    private static readonly string Sums = $"""
        select (select coalesce(max(sequence), 0) from forecasts.score_sheets where season = $1) as revision,
               (select coalesce(sum(edition), 0) from forecasts.score_sheets where season = $1) as editions,
               (select count(*) from forecasts.current_sheets
                where season = $1 and status = 'decidedBeforeOpening')::int as decided_before_opening,
               (select (d.data {StoredPath.Text<SeasonRecord>(s => s.State.Rules.Scoring.Floor)})::float8
                from forecasts.mt_doc_seasonrecord d where d.id = 'season/' || $1) as floor
        """;

    private const string InOrder = """
        select claim, weight, cluster, due, terms from forecasts.current_sheets
        where season = $1 and status = 'scored' order by claim collate "C"
        """;

    // Claim after claim: the same rows always give the same digits. The sort stays in memory.
    private const string Memory = "set local work_mem = '64MB'";

    private static readonly string Current = $"""
        select {Rows.Columns<CurrentScore>()}
        from forecasts.current_scores where season = $1 order by claim collate "C", forecaster collate "C"
        """;

    private readonly NpgsqlBatch batch;
    private readonly NpgsqlDataReader reader;

    private SeasonScores(NpgsqlBatch batch, NpgsqlDataReader reader) => (this.batch, this.reader) = (batch, reader);

    public SheetTotals Totals { get; private set; } = null!;

    public IReadOnlyList<EnteredClaim> Entered { get; private set; } = [];

    /// <summary>Who forecast after the outcome was known, by an import into a season that was not wholly imported.</summary>
    public IReadOnlySet<string> Late { get; private set; } = new HashSet<string>();

    /// <summary>To be read once.</summary>
    public IAsyncEnumerable<CurrentScore> Scores(CancellationToken cancellation) => Rows.Of<CurrentScore>(reader, cancellation);

    public static async Task<SeasonScores> Read(NpgsqlConnection connection, string season, CancellationToken cancellation)
    {
        var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Memory),
                Statement.Of(Sums, season),
                Statement.Of(InOrder, season),
                TurnRows.Late(season),
                Statement.Of(Current, season),
            },
        };
        var reader = await batch.ExecuteReaderAsync(cancellation);
        var scores = new SeasonScores(batch, reader) { Totals = (await Rows.All<SheetTotals>(reader, cancellation))[0] };
        await reader.NextResultAsync(cancellation);
        scores.Entered = await Rows.All<EnteredClaim>(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        scores.Late = (await Rows.Column<string>(reader, cancellation)).ToHashSet(StringComparer.Ordinal);
        await reader.NextResultAsync(cancellation);
        return scores;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await batch.DisposeAsync();
    }
}
