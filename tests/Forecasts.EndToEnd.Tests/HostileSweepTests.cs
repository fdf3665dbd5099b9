using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Shouldly;

namespace Forecasts.EndToEnd.Tests;

/// <summary>A server of its own, for what is sent to it is not fit for others to read.</summary>
public sealed class SweptServer : SampleServer;

/// <summary>
/// Every parameter of every route and every field of every form gets what strangers send: never a 5xx, and what is refused stores nothing.
/// </summary>
public sealed class HostileSweepTests(SweptServer server, ITestOutputHelper output) : IClassFixture<SweptServer>
{
    private const int MostShown = 30;
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(8);
    private readonly List<string> wrong = [];
    private int sent;

    [Fact]
    public async Task Of_every_parameter_and_body_of_the_api()
    {
        using var http = await Client();
        var document = JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var known = await Known(http, document);
        await using var database = NpgsqlDataSource.Create(await Connection());
        foreach (var (path, methods) in document["paths"]!.AsObject())
        foreach (var (method, operation) in methods!.AsObject())
            await Sweep(http, database, new HttpMethod(method.ToUpperInvariant()), path, operation!, known);
        Report();
    }

    [Fact]
    public async Task Of_every_field_of_every_form()
    {
        var page = await server.SignedIn("Sweeper", "admin,organiser,reviewer,analyst");
        var cookies = await page.Context.CookiesAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(server.Address),
        };
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        await using var database = NpgsqlDataSource.Create(await Connection());
        foreach (var form in await Forms.Of(page, server.Address))
        foreach (var field in form.Fields.Keys.Where(f => f != Forms.Token && !form.IsFile(f)).DistinctBy(Forms.Kind))
        {
            var before = await Stored(database);
            foreach (var text in Hostile.Texts)
            {
                using var content = form.With(field, text);
                var status = await Send(http, HttpMethod.Post, form.Action, content, $"form {form.Name} field {field} = {Shown(text)}");
                before = await Compared(database, before, status, $"form {form.Name} field {field} = {Shown(text)}");
            }
        }

        Report();
    }

    private async Task Sweep(
        HttpClient http,
        NpgsqlDataSource database,
        HttpMethod method,
        string path,
        JsonNode operation,
        IReadOnlyDictionary<string, string> known
    )
    {
        var inputs = (operation["parameters"]?.AsArray() ?? []).Select(p => (Name: (string)p!["name"]!, In: (string)p["in"]!)).ToList();
        var body = operation["requestBody"]?["content"]?.AsObject().First();
        var before = await Stored(database);
        foreach (var (name, place) in inputs)
        foreach (var text in Hostile.Texts)
        {
            var address =
                Address(path, inputs.Select(i => i.Name), known, place is "path" ? name : null, text)
                + (place is "query" ? $"?{name}={Hostile.Escaped(text)}" : "");
            if (place is "header" && !text.All(c => c is >= ' ' and <= '~'))
                continue;
            using var content = Body(body, null);
            before = await Try(address, content, place is "header" ? (name, text) : null, $"{name} = {Shown(text)}");
        }

        if (body is not { Key: "application/json" })
            return;
        var swept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, example) in Examples(body.Value.Value!))
        {
            // A belief goes to a claim of its kind, so that it gets as far as it can.
            var place =
                path.EndsWith("/forecast", StringComparison.Ordinal) && known.TryGetValue("of " + name, out var own)
                    ? new Dictionary<string, string>(known) { ["id"] = own }
                    : known;
            // What other examples have in common was swept with the first.
            var bodies = Hostile.Bodies(example).Where(b => !swept.Contains(b.Member)).ToList();
            foreach (var (member, json) in bodies)
            {
                using var content = Body(body, json);
                before = await Try(
                    Address(path, inputs.Select(i => i.Name), place, null, ""),
                    content,
                    null,
                    $"body {name} {member} = {Shown(json)}"
                );
            }

            swept.UnionWith(bodies.Select(b => b.Member));
        }

        async Task<string> Try(string address, HttpContent? content, (string Name, string Value)? header, string what)
        {
            what = $"{method} {path} {what}";
            var status = await Send(http, method, address, content, what, header);
            return await Compared(database, before, status, what);
        }
    }

    private async Task<int> Send(
        HttpClient http,
        HttpMethod method,
        string address,
        HttpContent? content,
        string what,
        (string Name, string Value)? header = null
    )
    {
        // Dots and slashes go out as they are written.
        var whole = new Uri(server.Address + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, whole) { Content = content };
        if (header is { } given)
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        sent++;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        if (watch.Elapsed > TooLong)
            wrong.Add($"{watch.Elapsed.TotalSeconds:0} s {what}");
        var status = (int)answer.StatusCode;
        var said = await answer.Content.ReadAsStringAsync();
        // An address that is none is refused by the web server itself, without a word.
        var codeless =
            status >= 400
            && said.Length > 0
            && address.StartsWith("/api/", StringComparison.Ordinal)
            && !said.Contains("\"code\":\"", StringComparison.Ordinal);
        if (status >= 500 || codeless)
            wrong.Add($"{status} {what}: {said[..Math.Min(200, said.Length)]}");
        return status;
    }

    private async Task<string> Compared(NpgsqlDataSource database, string before, int status, string what)
    {
        var now = await Stored(database);
        if (status >= 400 && now != before)
            wrong.Add($"{status} and yet something was stored ({before} -> {now}): {what}");
        return now;
    }

    private void Report()
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} requests, {wrong.Count} of them answered wrongly."));
        wrong.Take(MostShown).ShouldBeEmpty(string.Create(CultureInfo.InvariantCulture, $"{wrong.Count} of {sent}"));
        sent.ShouldBeGreaterThan(1_000);
    }

    private static string Address(
        string path,
        IEnumerable<string> names,
        IReadOnlyDictionary<string, string> known,
        string? swept,
        string text
    )
    {
        foreach (var name in names)
            path = path.Replace(
                $"{{{name}}}",
                name == swept ? Hostile.Escaped(text) : known.GetValueOrDefault(name, "x"),
                StringComparison.Ordinal
            );
        return path;
    }

    private static StringContent? Body(KeyValuePair<string, JsonNode?>? body, string? text) =>
        body is not { } of
            ? null
            : new(text ?? (of.Key == "text/csv" ? "a,b\n1,2\n" : Examples(of.Value!).First().Body.ToJsonString()), Encoding.UTF8, of.Key);

    private static IEnumerable<(string Name, JsonNode Body)> Examples(JsonNode content) =>
        content["examples"] is JsonObject several ? several.Select(e => (e.Key, e.Value!["value"]!)) : [("", content["example"]!)];

    private static string Shown(string text) => new([.. text.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);

    private static async Task<string> Stored(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            select concat_ws(' ', (select count(*) from forecasts.mt_events), (select count(*) from forecasts.mt_doc_account), (select count(*) from forecasts.mt_doc_membership),
                (select count(*) from forecasts.mt_doc_tournament), (select count(*) from forecasts.imports), (select count(*) from forecasts.import_files))
            """
        );
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<HttpClient> Client()
    {
        var token = (await server.Command("tokens", "create", "--user", "Root", "--roles", "admin,organiser,reviewer,analyst")).Trim();
        var http = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>
    /// Places that exist, so that what is wrong elsewhere gets as far as it can; of each kind of claim one that takes forecasts now.
    /// </summary>
    private static async Task<IReadOnlyDictionary<string, string>> Known(HttpClient http, JsonNode document)
    {
        const string Season = "ai-trends/2024";
        var predictions = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/seasons/{Season}/predictions", UriKind.Relative)))!;
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["t"] = Season.Split('/')[0],
            ["y"] = Season.Split('/')[1],
            ["id"] = (string)predictions["items"]![0]!["id"]!,
            ["n"] = "1",
            ["e"] = "x",
            ["queue"] = "score-claim",
        };
        var year = TimeProvider.System.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture);
        foreach (
            var (kind, example) in Examples(
                document["paths"]!["/api/seasons/{t}/{y}/predictions"]!["post"]!["requestBody"]!["content"]!["application/json"]!
            )
        )
        {
            var body = example.DeepClone();
            body["key"] = "of " + kind;
            body["claims"]![0]!["due"] = year + "-12-31";
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri($"/api/seasons/synthetic/{year}/predictions", UriKind.Relative), content);
            var said = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue($"{kind}: {said}");
            known["of " + kind] = (string)JsonNode.Parse(said)!["id"]!;
        }

        return known;
    }

    private async Task<string> Connection()
    {
        var home = Path.Combine(server.Data, "postgres");
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse((await File.ReadAllLinesAsync(Path.Combine(home, "data", "postmaster.pid")))[3], CultureInfo.InvariantCulture),
            Username = "forecasts",
            Database = "forecasts",
            Password = await File.ReadAllTextAsync(Path.Combine(home, "password")),
        }.ConnectionString;
    }
}
