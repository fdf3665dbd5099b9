using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>What may not be done by two at once where no row stands for it that could be locked.</summary>
public static class Alone
{
    /// <summary>Begins the session's transaction; until it ends nobody else is in the same matter.</summary>
    public static async Task Begin(IDocumentSession session, string matter, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var turn = Statement.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", matter);
        await session.ExecuteAsync(turn, cancellation);
    }
}
