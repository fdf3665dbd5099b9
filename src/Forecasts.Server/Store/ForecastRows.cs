using Forecasts.Domain.Predictions;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Whether somebody, and whether anybody else, has filed a forecast.</summary>
public sealed record WhoFiled(bool Own, bool Others);

/// <summary>Reads <c>forecast_intervals</c> for who has filed, never what.</summary>
public static class ForecastRows
{
    private const string Filed = """
        select exists (select from forecasts.forecast_intervals where claim = $1 and analyst = $2) as own,
               exists (select from forecasts.forecast_intervals where claim = $1 and analyst < $2)
               or exists (select from forecasts.forecast_intervals where claim = $1 and analyst > $2) as others
        """;

    public static async Task<WhoFiled> On(IQuerySession session, ClaimRef claim, string analyst, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Filed)
        { Parameters = { new() { Value = claim.ToString() }, new() { Value = analyst } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return (await Rows.All<WhoFiled>(reader, cancellation))[0];
    }

    /// <summary>Those of the claims on which this analyst has a forecast.</summary>
    public static async Task<List<string>> ClaimsOf(
        IQuerySession session, IEnumerable<ClaimRef> claims, string analyst, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select distinct claim from forecasts.forecast_intervals where claim = any($1) and analyst = $2")
        { Parameters = { new() { Value = claims.Select(c => c.ToString()).ToArray() }, new() { Value = analyst } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.Column<string>(reader, cancellation);
    }
}
