using System.Security.Cryptography;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Secrets of this installation, each made when it is first asked for.</summary>
public static class SecretRows
{
    private const string Kept = """
        with made as (insert into forecasts.secrets (name, value) values ($1, $2) on conflict (name) do nothing returning value)
        select value from made union all select value from forecasts.secrets where name = $1 limit 1
        """;

    public static async Task<byte[]> Of(NpgsqlDataSource database, string name, CancellationToken cancellation)
    {
        // Whoever loses the race for the first one sees the winner's only in the next statement.
        for (var fresh = RandomNumberGenerator.GetBytes(32); ; )
            if (await database.Command(Kept, name, fresh).Column<byte[]>(cancellation) is [var secret])
                return secret;
    }
}
