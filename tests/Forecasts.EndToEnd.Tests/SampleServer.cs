using System.Diagnostics;
using Forecasts.Server.Setup;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Forecasts.EndToEnd.Tests.SampleServer))]

namespace Forecasts.EndToEnd.Tests;

/// <summary>The server as a newcomer starts it, with its sample and a database of its own, and a real Chromium.</summary>
public class SampleServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("forecasts-browser-").FullName;
    private readonly List<string> said = [];
    private Process? server;
    private string? offset;
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public string Data => Path.Combine(folder, "data");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        await Serve("--sample");
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Chromium(),
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            }
        );
    }

    /// <summary>Starts it anew on the same data with its clock put forward by that; who is signed in stays so elsewhere.</summary>
    public async Task PutForward(string offset)
    {
        await Stop();
        lock (said)
            said.Clear();
        this.offset = $"--Forecasts:Clock:Offset={offset}";
        await Serve();
    }

    /// <summary>A page of somebody who has just signed in by a link of their own.</summary>
    public async Task<IPage> SignedIn(string name, string roles, string locale = "en-US", int width = 1200)
    {
        await Command("tokens", "create", "--user", name, "--roles", roles);
        var link = (await Command("signin-link", "--user", name)).Trim();
        var context = await Browser.NewContextAsync(
            new()
            {
                BaseURL = Address,
                Locale = locale,
                ViewportSize = new() { Width = width, Height = 900 },
            }
        );
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        await page.GotoAsync(link);
        await page.Locator("form.by-link button").ClickAsync();
        await page.Locator("a.later").ClickAsync(); // A password is chosen another time.
        await page.Locator(".programme").First.WaitForAsync();
        return page;
    }

    public async Task<string> Command(params string[] words)
    {
        using var process = Start(words);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        await Stop();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Serve(params string[] more)
    {
        server = Start(["--urls=http://127.0.0.1:0", .. more]);
        server.OutputDataReceived += (_, line) => Hear(line.Data);
        server.ErrorDataReceived += (_, line) => Hear(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        Address = (await Says("Forecasts is at "))["Forecasts is at ".Length..];
        await Says("Sign in as the admin");
    }

    private async Task Stop()
    {
        if (server is { HasExited: false })
        {
            using var stop = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        server = null;
    }

    private Process Start(string[] words)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(ServerHost).Assembly.Location, .. words, $"--Forecasts:DataDirectory={Data}", .. offset is null ? [] : new[] { offset }]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_CONTENTROOT"] = ContentRoot();
        return Process.Start(start)!;
    }

    private async Task<string> Says(string beginning)
    {
        for (var waited = 0; waited < 1_200; waited++)
        {
            lock (said)
                if (said.FirstOrDefault(l => l.StartsWith(beginning, StringComparison.Ordinal)) is { } line)
                    return line;
            if (server!.HasExited)
                break;
            await Task.Delay(100);
        }

        lock (said)
            throw new InvalidOperationException($"The server did not say '{beginning}':\n{string.Join('\n', said.TakeLast(30))}");
    }

    private void Hear(string? line)
    {
        lock (said)
            if (line is not null)
                said.Add(line);
    }

    private static string ContentRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "src", "Forecasts.Server", "wwwroot")))
                return Path.Combine(folder.FullName, "src", "Forecasts.Server");
        throw new InvalidOperationException("The pages' files are not beside the tests.");
    }

    private static string Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(p => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(n => Path.Combine(p, n)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is not installed.");
}
