using Forecasts.Domain.Predictions;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Whether an analyst, and whether anybody else, has filed a forecast on a claim.</summary>
public sealed record WhoFiled(string Claim, string Analyst, bool Own, bool Others);

/// <summary>Reads <c>forecast_intervals</c> for who has filed, never what.</summary>
public static class ForecastRows
{
    private const string WhoHas = """
        select t.claim, t.analyst,
            (select true from forecasts.forecast_intervals where claim = t.claim and analyst = t.analyst limit 1) is not null as own,
            (select true from forecasts.forecast_intervals where claim = t.claim and analyst < t.analyst limit 1) is not null
            or (select true from forecasts.forecast_intervals where claim = t.claim and analyst > t.analyst limit 1) is not null as others
        from unnest((select $1::text[]), (select $2::text[])) as t (claim, analyst)
        """;

    internal static NpgsqlBatchCommand Filed(IReadOnlyCollection<(ClaimRef Claim, string Analyst)> of) =>
        new(WhoHas)
        {
            Parameters =
            {
                new() { Value = of.Select(f => f.Claim.ToString()).ToArray() },
                new() { Value = of.Select(f => f.Analyst).ToArray() },
            },
        };

    /// <summary>Those of the claims on which this analyst has a forecast.</summary>
    public static async Task<List<string>> ClaimsOf(
        IQuerySession session,
        IEnumerable<ClaimRef> claims,
        string analyst,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(
            "select distinct claim from forecasts.forecast_intervals where claim = any($1) and analyst = $2"
        )
        {
            Parameters =
            {
                new() { Value = claims.Select(c => c.ToString()).ToArray() },
                new() { Value = analyst },
            },
        };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.Column<string>(reader, cancellation);
    }
}
