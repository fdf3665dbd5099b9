using System.Net.Sockets;
using Forecasts.Server.Setup;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>What pages and the API answer with 503, not with 500.</summary>
public sealed class DatabaseAwayTests
{
    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P02", true)]
    [InlineData("57P03", true)]
    [InlineData("23505", false)]
    public void A_database_that_ends_or_still_starts_is_away_however_it_is_wrapped(string state, bool away) =>
        Problems.DatabaseAway(new InvalidOperationException("wrapped", new PostgresException("said", "FATAL", "FATAL", state))).ShouldBe(away);

    [Fact]
    public void A_database_that_takes_no_connection_is_away() =>
        Problems.DatabaseAway(new NpgsqlException("refused", new SocketException())).ShouldBeTrue();
}
