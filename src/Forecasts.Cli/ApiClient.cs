using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Forecasts.Cli;

/// <summary>
/// The server's HTTP API. Whatever keeps an answer from coming (no connection, a refusal, an unreadable answer) is a
/// <see cref="FailureException"/> whose message never holds the token.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private const int PageSize = 200;

    private readonly HttpClient http;
    private readonly Uri root;
    private readonly string token;

    /// <param name="root">The server's address, ending in a slash.</param>
    /// <param name="token">Personal access token, visible ASCII only.</param>
    public ApiClient(Uri root, string token)
    {
        (this.root, this.token) = (root, token);
        // Redirects are reported, not followed: the token goes to nobody but the server that was named.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        };
        // No limit in all, because an upload takes as long as it takes; see Get for the limit of one question.
        http = new HttpClient(handler) { BaseAddress = new Uri(root, "api/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("forecasts-cli");
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        http.DefaultRequestHeaders.Accept.ParseAdd("application/problem+json");
    }

    /// <summary>Reads one resource, within 100 seconds.</summary>
    public async Task<T> Get<T>(string address, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(100));
        try
        {
            return await Send<T>(new HttpRequestMessage(HttpMethod.Get, address), limit.Token);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new FailureException($"{Server} did not answer within 100 seconds.", late);
        }
    }

    /// <summary>Reads a resource into a stream as it is, as long as it takes.</summary>
    /// <returns>The ETag that came with it, null where none did.</returns>
    public Task<string?> Download(string address, Stream to, CancellationToken cancel) =>
        Send(
            new HttpRequestMessage(HttpMethod.Get, address),
            async (answer, body) =>
            {
                await body.CopyToAsync(to, cancel);
                return answer.Headers.ETag?.Tag.Trim('"');
            },
            cancel
        );

    /// <summary>Asks for something to be done that needs no body.</summary>
    public Task<T> Post<T>(string address, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return Send<T>(request, cancel);
    }

    /// <summary>Posts a body once: the key lets the server know a repetition for what it is.</summary>
    public Task<T> Post<T>(string address, HttpContent body, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        // A refusal (401, 403, 413) is heard before the file has been sent.
        request.Headers.ExpectContinue = true;
        return Send<T>(request, cancel);
    }

    /// <summary>Every item of a list, page after page, asking for the next page only when it is needed.</summary>
    public async IAsyncEnumerable<T> All<T>(string address, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var page = await Get<Page<T>>(PageOf(address, after), cancel);
            foreach (var item in page.Items)
                yield return item;
            if (page.Next is not null && page.Next == after)
                throw new FailureException($"{Server} repeats the same page of a list.");
            after = page.Next;
        } while (after is not null);
    }

    /// <summary>The address of one page of a list.</summary>
    /// <param name="address">The list.</param>
    /// <param name="after">The cursor from the page before, null for the first.</param>
    public static string PageOf(string address, string? after) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{address}{(address.Contains('?') ? '&' : '?')}limit={PageSize}{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}"
        );

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private string Server => root.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    private Task<T> Send<T>(HttpRequestMessage request, CancellationToken cancel) =>
        Send(
            request,
            async (_, body) => await JsonSerializer.DeserializeAsync<T>(body, Json.Reading, cancel) ?? throw new JsonException("null"),
            cancel
        );

    private async Task<T> Send<T>(HttpRequestMessage request, Func<HttpResponseMessage, Stream, Task<T>> read, CancellationToken cancel)
    {
        try
        {
            using var sent = request;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            if (!answer.IsSuccessStatusCode)
                throw new FailureException(await Reason(answer, body, cancel));
            return await read(answer, body);
        }
        catch (HttpRequestException unreachable)
        {
            throw new FailureException(
                $"{Server} cannot be reached: {unreachable.Message}".Replace(token, "***", StringComparison.Ordinal),
                unreachable
            );
        }
        catch (JsonException unreadable)
        {
            throw new FailureException(
                $"{Server} answered something that is not the forecasts API ({unreadable.Path ?? "no JSON"}).",
                unreadable
            );
        }
    }

    private async Task<string> Reason(HttpResponseMessage answer, Stream body, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
            return $"{Server} sends to another address (HTTP {status}); give that one as --server.";
        // What stands before the server refuses too, and its problems may lack what ours have.
        var problem = await ReadProblem(answer, body, cancel);
        var detail = problem?.Detail ?? problem?.Title ?? Usual(answer.StatusCode);
        return $"{problem?.Code ?? $"HTTP {status}"}: {detail}".Replace(token, "***", StringComparison.Ordinal);
    }

    private static async Task<Problem?> ReadProblem(HttpResponseMessage answer, Stream body, CancellationToken cancel)
    {
        if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
            return null;
        try
        {
            return await JsonSerializer.DeserializeAsync<Problem>(body, Json.Reading, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Usual(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized => "the server does not accept this token.",
            HttpStatusCode.Forbidden => "this token's owner may not do that.",
            HttpStatusCode.NotFound => "there is no such thing on this server.",
            HttpStatusCode.RequestEntityTooLarge => "the file is larger than the server takes.",
            _ => "the server gave no reason.",
        };
}
