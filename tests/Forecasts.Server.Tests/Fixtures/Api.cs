using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>An answer of the API: status, body and headers.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public int Code => (int)Status;

    public string? Problem => (string?)Body?["code"];

    public string? Tag => Headers.ETag?.Tag;

    /// <summary>The body, where the answer is a success.</summary>
    public JsonNode Ok()
    {
        ((int)Status).ShouldBeInRange(200, 299, Body?.ToJsonString());
        return Body!;
    }

    public void ShouldBeRefused(int status, string code)
    {
        Problem.ShouldBe(code, Body?.ToJsonString());
        Code.ShouldBe(status);
        ((string?)Body!["detail"]).ShouldNotBeNullOrWhiteSpace();
    }
}

/// <summary>A person's client of the API.</summary>
public sealed class Api(HttpClient http, string token)
{
    public string Token => token;

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Answer> Post(string path, object? body, string? idempotencyKey = null) =>
        Send(HttpMethod.Post, path, body, idempotencyKey: idempotencyKey);

    public Task<Answer> Put(string path, object? body, string? ifMatch = null) => Send(HttpMethod.Put, path, body, ifMatch);

    public Task<Answer> Delete(string path, object? body = null, string? ifMatch = null) => Send(HttpMethod.Delete, path, body, ifMatch);

    public Task<Answer> Import(string csv, string query = "", string? key = null) => Import(Encoding.UTF8.GetBytes(csv), query, key);

    /// <summary>Sends a file and waits until it is brought in: the answer as it was given, with the body as it ended.</summary>
    public async Task<Answer> Import(byte[] csv, string query = "", string? key = null)
    {
        var given = await SendContent(
            HttpMethod.Post,
            "imports" + query,
            new ByteArrayContent(csv) { Headers = { ContentType = new("text/csv") } },
            idempotencyKey: key
        );
        if (given.Code != 201)
            return given;
        var last = given.Body!;
        await Until.True(
            async () =>
                (string?)last["state"] != "running"
                || (string?)(last = (await Get($"imports/{given.Body!["id"]}")).Ok())["state"] != "running",
            "the import has ended"
        );
        return given with { Body = last };
    }

    public Task<Answer> SendJson(HttpMethod method, string path, string json) => SendText(method, path, json, "application/json");

    public Task<Answer> SendCsv(string path, string csv, string key) =>
        SendContent(HttpMethod.Post, path, new StringContent(csv, Encoding.UTF8, "text/csv"), idempotencyKey: key);

    public Task<Answer> SendText(HttpMethod method, string path, string text, string type) =>
        SendContent(method, path, new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { { "Content-Type", type } } });

    public Task<Answer> Send(HttpMethod method, string path, object? body, string? ifMatch = null, string? idempotencyKey = null) =>
        SendContent(
            method,
            path,
            body is null
                ? null
                : new StringContent(
                    System.Text.Json.JsonSerializer.Serialize(body, System.Text.Json.JsonSerializerOptions.Web),
                    Encoding.UTF8,
                    "application/json"
                ),
            ifMatch,
            idempotencyKey
        );

    private async Task<Answer> SendContent(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? ifMatch = null,
        string? idempotencyKey = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        // Or what is refused for its size might break the connection before its answer is read.
        if (content?.Headers.ContentLength > 1_000_000)
            request.Headers.ExpectContinue = true;
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        // A server that refuses a long body answers before it is sent; whoever sends on meets a closed connection.
        if (content?.Headers.ContentLength > 1_000_000)
            request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null, response.Headers);
    }
}
