using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecasts.Server.Features.Accounts;
using Marten;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>A person with a browser's cookies but no JavaScript, signed in by a link of their own.</summary>
public sealed partial class Reader : IDisposable
{
    private readonly HttpClient http;
    private readonly CookieContainer cookies;

    private Reader(Uri server, CookieContainer cookies)
    {
        this.cookies = cookies;
        http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = server };
    }

    /// <summary>Somebody who has not signed in.</summary>
    public static Reader Stranger(RunningServer server, string language = "en")
    {
        var reader = new Reader(server.Address, new());
        reader.http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return reader;
    }

    /// <summary>Another browser with a copy of every cookie of this one.</summary>
    public Reader Copy()
    {
        var copied = new CookieContainer();
        foreach (var cookie in cookies.GetAllCookies().Cast<Cookie>())
            copied.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        return new(http.BaseAddress!, copied);
    }

    public static async Task<Reader> SignedIn(RunningServer server, string name, string language = "en")
    {
        var reader = Stranger(server, language);
        await using var session = server.Store.LightweightSession();
        var account = await session.Query<Account>().SingleAsync(a => a.Name == name);
        var link = await AccountCommands.Link(session, account, server.Clock.GetUtcNow());
        return await reader.SignIn(link) ? reader : throw new InvalidOperationException($"{name} is not let in.");
    }

    /// <summary>Opens a link that signs in, and presses its button.</summary>
    public async Task<bool> SignIn(string link)
    {
        using var sent = new FormUrlEncodedContent([
            new("__RequestVerificationToken", Token().Match(await Page(link)).Groups["token"].Value),
        ]);
        using var answer = await http.PostAsync(link, sent);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    /// <summary>The form of the sign-in page.</summary>
    public Task<HttpResponseMessage> ByPassword(string name, string password) =>
        Send("/sign-in", "Password", ("name", name), ("password", password));

    /// <summary>The same, and whether it lets in.</summary>
    public async Task<bool> GetsIn(string name, string password)
    {
        using var answer = await ByPassword(name, password);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    /// <summary>Chooses a password, or another one for the old.</summary>
    public Task<HttpResponseMessage> Choose(string password, string? old = null, string? again = null) =>
        Send("/account/password", "/account/password", ("old", old ?? ""), ("password", password), ("again", again ?? password));

    /// <summary>A page for somebody who is signed in shows.</summary>
    public async Task<bool> IsIn()
    {
        using var answer = await Get("/imports");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Opens an invitation, and presses its button.</summary>
    public async Task<bool> Accept(string link)
    {
        var page = await Page(link);
        if (Button().Match(page) is not { Success: true } button)
            return false;
        using var sent = new FormUrlEncodedContent([new("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)]);
        using var answer = await http.PostAsync(button.Groups["action"].Value, sent);
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    public async Task<string> Page(string path)
    {
        using var answer = await Get(path);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> Get(string path, string? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return http.SendAsync(request);
    }

    /// <summary>The specifications of the charts on a page, in its order.</summary>
    public async Task<IReadOnlyList<JsonNode>> Charts(string path)
    {
        var charts = new List<JsonNode>();
        foreach (Match chart in Spec().Matches(await Page(path)))
            charts.Add(JsonNode.Parse(await Page(chart.Groups["address"].Value))!);
        return charts;
    }

    /// <summary>Sends a form of a page, as its buttons do; to another address where that is given in place of the handler.</summary>
    public async Task<HttpResponseMessage> Send(string page, string handler, params (string Name, string Value)[] fields)
    {
        using var sent = new FormUrlEncodedContent([
            new("__RequestVerificationToken", Token().Match(await Page(page)).Groups["token"].Value),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);
        return await http.PostAsync(handler[0] == '/' ? handler : $"{page}?handler={handler}", sent);
    }

    /// <summary>Sends a file by the form of a page.</summary>
    /// <returns>Where the page leads to.</returns>
    public async Task<string> Upload(string page, string name, string file, params (string Name, string Value)[] fields)
    {
        var form = await Page(page);
        using var sent = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(form).Groups["token"].Value), "__RequestVerificationToken" },
            { new StringContent(FormId().Match(form).Groups["id"].Value), "form" },
        };
        foreach (var field in fields)
            sent.Add(new StringContent(field.Value), field.Name);
        sent.Add(new StringContent(file), "file", name);
        using var answer = await http.PostAsync(page, sent);
        return answer.StatusCode == HttpStatusCode.Redirect
            ? answer.Headers.Location!.OriginalString
            : throw new InvalidOperationException($"{page}: {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A form that another site made up.</summary>
    public async Task<HttpStatusCode> SendForged(string page, string handler)
    {
        using var sent = new FormUrlEncodedContent([]);
        using var answer = await http.PostAsync($"{page}?handler={handler}", sent);
        return answer.StatusCode;
    }

    /// <summary>A request that another site makes this browser send.</summary>
    public async Task<HttpStatusCode> Forged(string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Origin", origin } } };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();

    [GeneratedRegex("action=\"(?<action>/sign-in/[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Button();

    [GeneratedRegex("name=\"form\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex FormId();

    [GeneratedRegex("data-light=\"(?<address>/charts/[0-9a-f]{64}\\.json)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Spec();
}
