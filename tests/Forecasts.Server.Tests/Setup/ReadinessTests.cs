using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>What one server has found out about its database says nothing about another's.</summary>
public sealed class ReadinessTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_server_whose_database_lacks_a_table_is_not_ready_though_another_in_the_process_is()
    {
        await using var whole = await RunningServer.Start(postgres);
        (await whole.NotReadyBecause()).ShouldNotContain(w => w.StartsWith("schema", StringComparison.Ordinal));
        await using var broken = await RunningServer.Start(postgres);
        await broken.Scalar<long>("drop table forecasts.mt_doc_membership; select 0::bigint");
        (await broken.NotReadyBecause()).ShouldContain(w => w.StartsWith("schema", StringComparison.Ordinal));
    }
}
