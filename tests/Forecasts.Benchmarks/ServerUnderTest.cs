using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Forecasts.Benchmarks;

/// <summary>The server's binary with a database of its own in a temporary folder, and a client with every role.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string Says = "Forecasts is at ";
    private const int Told = 100_000;
    private readonly string folder = Directory.CreateTempSubdirectory("forecasts-season-").FullName;
    private readonly string program;
    private Process? process;

    private ServerUnderTest(string program)
    {
        this.program = program;
        // The user that PostgreSQL runs as must get in.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Where its database lies.</summary>
    public string Folder => folder;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(20) };

    /// <summary>The most memory that the server itself has held so far, in MB.</summary>
    public double PeakMegabytes
    {
        get
        {
            process!.Refresh();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    public double CpuSeconds
    {
        get
        {
            process!.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Of the embedded database: its processes that are there, and those that have ended.</summary>
    public double DatabaseCpuSeconds
    {
        get
        {
            var postmaster = File.ReadLines(Path.Combine(Folder, "postgres", "data", "postmaster.pid")).First().Trim();
            var own = Directory.EnumerateDirectories("/proc").Select(Times).Where(t => t?[1] == postmaster).Sum(t => Ticks(t!, 11));
            var ended = Times("/proc/" + postmaster)!;
            return (own + Ticks(ended, 11) + Ticks(ended, 13)) / 100;

            // State, parent, ...; from the twelfth on the time in the program and in the system, its own and its children's.
            static double Ticks(string[] t, int from) => t[from..(from + 2)].Sum(n => double.Parse(n, CultureInfo.InvariantCulture));
        }
    }

    public static async Task<ServerUnderTest> Start(string program)
    {
        var server = new ServerUnderTest(program);
        string[] broker = Environment.GetEnvironmentVariable("FORECASTS_BENCH_RABBITMQ") is { Length: > 0 } address
            ? ["--Forecasts:RabbitMq=" + address]
            : [];
        server.process = server.Launch(["--urls=http://127.0.0.1:0", .. broker]);
        string? line;
        do
        {
            line =
                await server.process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException("The server ended: " + await server.process.StandardError.ReadToEndAsync());
        } while (!line.StartsWith(Says, StringComparison.Ordinal));
        server.Client.BaseAddress = new Uri(new Uri(line[Says.Length..].Trim()), "/api/");
        foreach (var rest in (StreamReader[])[server.process.StandardOutput, server.process.StandardError])
            _ = rest.BaseStream.CopyToAsync(Stream.Null);

        var token = await server.Token("bench", "admin,organiser,analyst");
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return server;
    }

    public Task<string> Token(string name, string roles) => Say(["tokens", "create", "--user=" + name, "--roles=" + roles]);

    /// <summary>A browser's cookies, signed in by a link.</summary>
    public async Task<HttpClient> SignIn()
    {
        var browser = new HttpClient { BaseAddress = new Uri(Client.BaseAddress!, "../"), Timeout = Client.Timeout };
        var link = await Say(["signin-link", "--user=bench", "--urls=" + browser.BaseAddress]);
        var form = await browser.GetStringAsync(new Uri(link));
        var token = form.Split("__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0];
        using var sent = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await browser.PostAsync(new Uri(link), sent);
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    private async Task<string> Say(string[] arguments)
    {
        using var command = Launch(arguments);
        var said = (await command.StandardOutput.ReadToEndAsync()).Trim();
        await command.WaitForExitAsync();
        return said;
    }

    public Task<JsonNode> Get(string path) => Read(Client.GetAsync(path));

    public Task<JsonNode> Post(string path, JsonNode body) => Read(Client.PostAsJsonAsync(path, body));

    public Task<JsonNode> Put(string path, JsonNode body) => Read(Client.PutAsJsonAsync(path, body));

    /// <summary>Sends a file and waits until all of it is in, whether the answer comes then or at once.</summary>
    /// <param name="progress">Told of every hundred thousand rows.</param>
    /// <returns>The import's id.</returns>
    public async Task<string> Import(string csv, int rows, Action<int>? progress = null)
    {
        var import = await Read(Client.PostAsync("imports?createAnalysts=true", new StringContent(csv, null, "text/csv")));
        for (var told = 0; !Is(import, "done"); import = await Get($"imports/{import["id"]}"))
        {
            if (Is(import, "failed"))
                throw new InvalidOperationException("The import failed: " + import.ToJsonString());
            if ((int)import["rows"]! / Told > told)
                progress?.Invoke(Told * (told = (int)import["rows"]! / Told));
            await Task.Delay(100);
        }

        return (int)import["accepted"]! == rows
            ? (string)import["id"]!
            : throw new InvalidOperationException("Not every row was taken in: " + import.ToJsonString());
    }

    public async Task Undo(string import)
    {
        for (
            var undone = await Post($"imports/{import}/undo", new JsonObject());
            !Is(undone, "undone");
            undone = await Get($"imports/{import}")
        )
        {
            if (!Is(undone, "undoing"))
                throw new InvalidOperationException("It is not undone: " + undone.ToJsonString());
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await process.WaitForExitAsync(limit.Token);
        }

        process?.Dispose();
        Client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static bool Is(JsonNode import, string state) =>
        string.Equals((string?)import["state"], state, StringComparison.OrdinalIgnoreCase);

    private static async Task<JsonNode> Read(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException(
                $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {text}"
            );
    }

    private Process Launch(string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [program, .. arguments, "--Forecasts:DataDirectory=" + folder])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    // What follows the name of a process in the system's list; null where it is none, or has ended.
    private static string[]? Times(string folder)
    {
        try
        {
            var stat = char.IsAsciiDigit(Path.GetFileName(folder)[0]) ? File.ReadAllText(Path.Combine(folder, "stat")) : "";
            return stat.Contains(')') ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
