using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// One private RabbitMQ node: ports, cookie, data and epmd of its own, so that runs side by side never meet.
/// Starting takes about ten seconds; disposing ends the processes and deletes the folder.
/// </summary>
public sealed class RabbitNode : IAsyncDisposable
{
    private const string Name = "forecasts@localhost";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("forecasts-rabbit-").FullName;
    private readonly string programs;
    private readonly int amqp;
    private readonly int distribution;
    private readonly int mapper;
    private readonly ConcurrentQueue<string> output = new();
    private readonly List<Process> processes = [];

    private RabbitNode(string programs)
    {
        this.programs = programs;
        (amqp, distribution, mapper) = Ports.Free(3) is [var a, var d, var m] ? (a, d, m) : default;
        Uri = new Uri($"amqp://guest:guest@127.0.0.1:{amqp.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>The node's address with its only user; it listens on loopback alone.</summary>
    public Uri Uri { get; }

    /// <summary>Starts a node and returns once it speaks AMQP.</summary>
    /// <exception cref="InvalidOperationException">RabbitMQ is not installed, or the node did not start in time.</exception>
    public static async Task<RabbitNode> StartAsync()
    {
        var found = FindPrograms();
        for (var attempt = 1; ; attempt++)
        {
            var node = new RabbitNode(found);
            try
            {
                await node.BootAsync();
                return node;
            }
            catch (InvalidOperationException) when (attempt < 3 && node.HasEnded)
            {
                // Somebody else took one of the ports between looking and listening: try others.
                await node.DisposeAsync();
            }
            catch
            {
                await node.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Stops the broker and closes every connection; queues and messages that are durable stay on disk.</summary>
    public Task StopAppAsync() => ControlAsync("stop_app");

    /// <summary>Starts the broker again after <see cref="StopAppAsync"/> and returns once it speaks AMQP.</summary>
    public async Task StartAppAsync()
    {
        await ControlAsync("start_app");
        await WaitForAmqpAsync();
    }

    /// <summary>kill -9 of the node and whatever belongs to it; its disk stays as it was.</summary>
    public async Task Kill()
    {
        await End(processes[^1]);
        processes.RemoveAt(processes.Count - 1);
    }

    /// <summary>Starts the node (again, after <see cref="Kill"/>) and returns once it speaks AMQP.</summary>
    public Task Begin()
    {
        processes.Add(Start(Path.Combine(programs, "rabbitmq-server"), []));
        return WaitForAmqpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing on this disk outlives the node, so there is nothing to shut down in order.
        foreach (var process in processes.AsEnumerable().Reverse())
            await End(process);
        processes.Clear();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static async Task End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private bool HasEnded => processes.Exists(p => p.HasExited);

    private async Task BootAsync()
    {
        var cookie = Path.Combine(folder, ".erlang.cookie");
        await File.WriteAllTextAsync(cookie, RandomNumberGenerator.GetHexString(32));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        // A nearly full disk would block publishers for ever.
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), "disk_free_limit.absolute = 1MB\n");
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", "rabbitmq:", folder]);
            await chown.WaitForExitAsync();
        }
        // An epmd of its own, as a child: the one that Erlang would start by itself is a daemon that stays.
        processes.Add(Start("epmd", []));
        await Begin();
    }

    private async Task ControlAsync(string command)
    {
        using var control = Start(Path.Combine(programs, "rabbitmqctl"), ["-n", Name, command]);
        using var limit = new CancellationTokenSource(CommandLimit);
        try
        {
            await control.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            control.Kill(entireProcessTree: true);
            throw Failure($"rabbitmqctl {command} took too long");
        }
        if (control.ExitCode != 0)
            throw Failure($"rabbitmqctl {command} failed");
    }

    private Process Start(string program, string[] arguments)
    {
        // RabbitMQ keeps its files readable for its user alone; root becomes that user.
        string[] command = Environment.IsPrivilegedProcess
            ? ["runuser", "-u", "rabbitmq", "--", program, .. arguments]
            : [program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var key in start.Environment.Keys.Where(IsErlangs).ToList())
            start.Environment.Remove(key);
        foreach (var (key, value) in Settings())
            start.Environment[key] = value;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static bool IsErlangs(string key) =>
        key.StartsWith("RABBITMQ_", StringComparison.Ordinal) || key.StartsWith("ERL_", StringComparison.Ordinal);

    private Dictionary<string, string> Settings() =>
        new(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = mapper.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_NODENAME"] = Name,
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = amqp.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_DIST_PORT"] = distribution.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            // The machine's own broker, if there is one, has its files elsewhere; none of them is read.
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
        };

    private async Task WaitForAmqpAsync()
    {
        var waited = Stopwatch.StartNew();
        while (!await SpeaksAmqpAsync())
        {
            if (HasEnded)
                throw Failure("RabbitMQ ended while starting");
            if (waited.Elapsed > StartLimit)
                throw Failure("RabbitMQ did not start in time");
            await Task.Delay(100);
        }
    }

    // The greeting of AMQP 0-9-1 is answered by a method frame (1); an open port alone may still be closed again.
    private async Task<bool> SpeaksAmqpAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, amqp, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), limit.Token);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, limit.Token) == 1 && answer[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        output.Enqueue(line.Data);
        while (output.Count > 40)
            output.TryDequeue(out _);
    }

    private InvalidOperationException Failure(string what) =>
        new($"{what}. Its last words:{Environment.NewLine}{string.Join(Environment.NewLine, output)}");

    // Debian's wrappers on PATH change to the system broker's home and cookie; the scripts beneath them do not.
    private static string FindPrograms()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator)
                .Prepend("/usr/lib/rabbitmq/bin")
                .FirstOrDefault(p => File.Exists(Path.Combine(p, "rabbitmq-server")) && File.Exists(Path.Combine(p, "rabbitmqctl")))
            ?? throw new InvalidOperationException("RabbitMQ is missing: run 'deploy/install rabbitmq'.");
    }
}
