using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>One call of the API: who asks, and what an answer is made with. A handler takes it, its address and its body.</summary>
public sealed record Call(
    HttpContext Context,
    IDocumentStore Store,
    Commands Commands,
    NpgsqlDataSource Database,
    Clock Clock,
    CancellationToken Cancellation
)
{
    public Person Person => Context.Person();

    public DateTimeOffset Now => Clock.GetUtcNow();
}
