using System.Globalization;
using System.Net;

namespace Forecasts.Server.Kernel;

public enum Role
{
    Both,
    Web,
    Worker,
}

/// <summary>What the configuration says, read once at the start. Contradictions are refused in one sentence.</summary>
/// <param name="ConnectionString">To the database; empty until the embedded one has started.</param>
/// <param name="DataDirectory">Where the embedded database and its password lie.</param>
/// <param name="RabbitMq">amqp:// address; null: messages stay inside this process.</param>
public sealed record Settings(string ConnectionString, bool Embedded, string DataDirectory, Role Role, Uri? RabbitMq, TimeSpan ClockOffset)
{
    /// <summary>Where people reach the server, such as https://forecasts.example.org; null: as they ask.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Proxies that are believed when they say for whom, and by which scheme, they ask.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    public bool Serves => Role is Role.Web or Role.Both;

    public bool Works => Role is Role.Worker or Role.Both;

    public static Settings Read(IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("Forecasts");
        var rabbit = configuration["Forecasts:RabbitMq"];
        var role =
            configuration["Forecasts:Role"] is not { Length: > 0 } word ? Role.Both
            : Enum.TryParse<Role>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) && char.IsAsciiLetter(word[0]) ? known
            : throw new StartRefused($"Forecasts:Role is '{word}'; it is one of web, worker, both.");
        if (string.IsNullOrWhiteSpace(rabbit) && role != Role.Both)
            throw new StartRefused(
                $"The role {role.ToString().ToLowerInvariant()} needs RabbitMQ: set Forecasts:RabbitMq to its amqp:// address, or use the role both."
            );
        if (string.IsNullOrWhiteSpace(connection) && role != Role.Both)
            throw new StartRefused("The embedded database serves the role both alone: set ConnectionStrings:Forecasts.");
        Uri? address = null;
        if (
            !string.IsNullOrWhiteSpace(rabbit)
            && (!Uri.TryCreate(rabbit, UriKind.Absolute, out address) || address.Scheme is not ("amqp" or "amqps"))
        )
            throw new StartRefused("Forecasts:RabbitMq must be an amqp:// or amqps:// address.");
        var data =
            configuration["Forecasts:DataDirectory"] is { Length: > 0 } folder ? folder
            // The user that PostgreSQL runs as for root cannot enter root's home.
            : Environment.IsPrivilegedProcess && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_DATA_HOME"))
                ? "/var/lib/forecasts"
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "forecasts"
            );
        var offset = TimeSpan.Zero;
        if (
            configuration["Forecasts:Clock:Offset"] is { Length: > 0 } shift
            && !TimeSpan.TryParse(shift, CultureInfo.InvariantCulture, out offset)
        )
            throw new StartRefused($"Forecasts:Clock:Offset is '{shift}'; it is days and a time of day, such as 30.00:00:00.");
        return new(connection ?? "", string.IsNullOrWhiteSpace(connection), Path.GetFullPath(data), role, address, offset)
        {
            PublicUrl = Public(configuration["Forecasts:PublicUrl"]),
            KnownProxies = [.. Proxies(configuration["Forecasts:KnownProxies"])],
        };
    }

    private static Uri? Public(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? url
        : throw new StartRefused($"Forecasts:PublicUrl is '{text}'; it is a scheme and a host, such as https://forecasts.example.org.");

    private static IEnumerable<IPNetwork> Proxies(string? text)
    {
        foreach (var word in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (IPAddress.TryParse(word, out var one))
                yield return new(one, one.GetAddressBytes().Length * 8);
            else if (IPNetwork.TryParse(word, out var many))
                yield return many;
            else
                throw new StartRefused(
                    $"Forecasts:KnownProxies names '{word}'; it lists addresses and networks, such as 10.0.0.2, 172.16.0.0/12."
                );
    }

    /// <summary>
    /// The same with the options that every connection needs: a killed client frees its locks within about two seconds; no query is
    /// compiled, which takes longer than any of ours runs.
    /// </summary>
    public Settings Connected(string connectionString)
    {
        Npgsql.NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new(connectionString) { ApplicationName = "forecasts" };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not the text itself: it may hold a password.
            throw new StartRefused(
                "ConnectionStrings:Forecasts cannot be read; it is such as Host=db;Database=forecasts;Username=forecasts;Password=..."
            );
        }

        // An import says the same few sentences a thousand times a commit: prepared, they cost half. A pooler that takes none needs Max
        // Auto Prepare=0.
        if (!connectionString.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase))
            builder.MaxAutoPrepare = 64;
        // Nothing is left behind in a session (what is set is set for a transaction, a lock is given back): it need not be cleaned each
        // time.
        builder.NoResetOnClose = true;
        if (string.IsNullOrEmpty(builder.Options))
            builder.Options = "-c client_connection_check_interval=2000 -c jit=off";
        return this with { ConnectionString = builder.ConnectionString };
    }
}

/// <summary>The server cannot start, and says why in one sentence.</summary>
public sealed class StartRefused(string message) : Exception(message);
