using System.Security.Cryptography;
using Npgsql;

namespace Forecasts.Server.Kernel;

/// <summary>Who works in the cluster: its superuser makes the server's plain role and database, and is not used otherwise.</summary>
public sealed partial class EmbeddedPostgres
{
    private const string User = "forecasts";
    private const string Admin = "postgres";
    private const string OfUser = "password";
    private const string OfAdmin = "admin-password";

    private static async Task MakePassword(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        await file.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))),
            cancellation
        );
    }

    private static async Task<string> Password(string home, string name, CancellationToken cancellation)
    {
        var path = Path.Combine(home, name);
        try
        {
            var password = (await File.ReadAllTextAsync(path, cancellation)).Trim();
            return password.Length > 0 ? password : throw new StartRefused(Lost(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefused(Lost(path));
        }
    }

    private static string Lost(string path) =>
        $"The password of the embedded database cannot be read from {path}: "
        + "put the file back from a copy of the data folder, or restore a backup into an empty one.";

    private static string Connection(int port, string user, string password, string database = User) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = user,
            Password = password,
            Database = database,
            Pooling = database == User,
        }.ConnectionString;

    /// <summary>
    /// The role and the database, where they are not there; a cluster of an earlier version has its one role, which is its superuser.
    /// </summary>
    private static async Task Furnish(string home, int port, string password, CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(home, OfAdmin)))
        {
            await CreateDatabase(Connection(port, User, password, Admin), cancellation);
            return;
        }

        var admin = Connection(port, Admin, await Password(home, OfAdmin, cancellation), Admin);
        // It makes databases and reads settings; it is let into no file of the machine and sees no other role's data.
        await Do(
            admin,
            $"""
            do $$ begin
                if not exists (select from pg_roles where rolname = '{User}') then create role {User} login createdb; end if;
            end $$;
            alter role {User} password '{password}';
            grant pg_read_all_settings to {User};
            """,
            cancellation
        );
        await CreateDatabase(admin, cancellation);
        // So that anybody can see from inside that every rule of the cluster asks for a password.
        await Do(
            new NpgsqlConnectionStringBuilder(admin) { Database = User }.ConnectionString,
            $"""
            grant select on pg_hba_file_rules to {User};
            grant execute on function pg_hba_file_rules() to {User};
            """,
            cancellation
        );
    }

    private static async Task CreateDatabase(string connection, CancellationToken cancellation)
    {
        await using var admin = NpgsqlDataSource.Create(connection);
        await using var exists = admin.CreateCommand($"select exists (select from pg_database where datname = '{User}')");
        if ((bool)(await exists.ExecuteScalarAsync(cancellation))!)
            return;
        await using var create = admin.CreateCommand($"create database {User} owner {User}");
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Do(string connection, string sql, CancellationToken cancellation)
    {
        await using var admin = NpgsqlDataSource.Create(connection);
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
