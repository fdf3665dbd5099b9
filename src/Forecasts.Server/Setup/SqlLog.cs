using Marten;
using Marten.Services;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>
/// What Marten logs of a failed command: what the database said, never the parameters, for these hold sealed forecasts and people's words.
/// </summary>
public sealed class SqlLog(ILogger<SqlLog> log) : IMartenLogger, IMartenSessionLogger
{
    public IMartenSessionLogger StartSession(IQuerySession session) => this;

    public void SchemaChange(string sql) => log.LogInformation("The schema changes: {Sql}", sql);

    public void LogSuccess(NpgsqlCommand command) { }

    public void LogSuccess(NpgsqlBatch batch) { }

    public void LogFailure(NpgsqlCommand command, Exception ex) => Failed(ex);

    public void LogFailure(NpgsqlBatch batch, Exception ex) => Failed(ex);

    public void LogFailure(Exception ex, string message) => Failed(ex);

    public void RecordSavedChanges(IDocumentSession session, IChangeSet commit) { }

    public void OnBeforeExecute(NpgsqlCommand command) { }

    public void OnBeforeExecute(NpgsqlBatch batch) { }

    // A lost race is decided again; whoever cannot go on throws, and that is logged where it is caught.
    private void Failed(Exception ex) =>
        log.LogDebug(
            "A command failed: {Kind} {State} {Message}",
            ex.GetType().Name,
            (ex as PostgresException)?.SqlState,
            (ex as PostgresException)?.MessageText
        );
}
