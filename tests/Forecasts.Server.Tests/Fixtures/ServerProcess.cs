using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Forecasts.Server.Setup;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>How a run of the binary ended.</summary>
public sealed record Ended(int Code, string Output, string Errors)
{
    /// <summary>Exit code 2, never served, and one line on standard error that ends like a sentence and names these things.</summary>
    public void ShouldBeOneSentenceNaming(params string[] things)
    {
        Code.ShouldBe(2, Output + Errors);
        Output.ShouldNotContain("Forecasts is at");
        var line = Errors.TrimEnd('\n');
        line.ShouldNotContain("\n");
        line.ShouldEndWith(".");
        foreach (var thing in things)
            line.ShouldContain(thing);
    }
}

/// <summary>The server's own binary as a process, serving on a free port.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int Limit = 120;
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts it and waits until it says where it is.</summary>
    public static async Task<ServerProcess> Start(params string[] options)
    {
        var server = new ServerProcess(Launch(["--urls=http://127.0.0.1:0", .. options], null));
        server.Address = new Uri(await server.Says("Forecasts is at "));
        return server;
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> Run(params string[] arguments) => Run(arguments, null);

    public static async Task<Ended> Run(string[] arguments, (string Name, string Value)? variable)
    {
        using var process = Launch(arguments, variable);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Limit));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>What follows this beginning of a line, once it is printed.</summary>
    public async Task<string> Says(string beginning)
    {
        string? line = null;
        await Until.True(
            () =>
            {
                line = output.FirstOrDefault(l => l.StartsWith(beginning, StringComparison.Ordinal));
                if (line is null && process.HasExited)
                    throw new InvalidOperationException("The server ended: " + string.Join('\n', output));
                return Task.FromResult(line is not null);
            },
            $"the server says '{beginning}'",
            Limit
        );
        return line![beginning.Length..].Trim();
    }

    public Api With(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address, "/api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http, token);
    }

    public async Task<(int Status, string Body)> Readiness()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(Address, "/health/ready"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task UntilReady() => Until.True(async () => (await Readiness()).Status == 200, "the server is ready", Limit);

    /// <summary>Asks it to end as a service manager does; returns its exit code.</summary>
    public async Task<int> Terminate()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Limit));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>kill -9: of the server alone.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
    }

    private static Process Launch(string[] arguments, (string Name, string Value)? variable)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // Settings of the machine that the tests run on are none of the test's.
        foreach (
            var name in start
                .Environment.Keys.Where(k =>
                    k.StartsWith("Forecasts__", StringComparison.Ordinal)
                    || k.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                    || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
                )
                .ToList()
        )
            start.Environment.Remove(name);
        if (variable is { } given)
            start.Environment[given.Name] = given.Value;
        return Process.Start(start)!;
    }
}
