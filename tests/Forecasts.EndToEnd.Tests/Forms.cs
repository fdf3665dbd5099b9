using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Forecasts.EndToEnd.Tests;

/// <summary>A form of a page as a browser sees it, with what it would send.</summary>
/// <param name="Name">Its page's address with its ids taken out, and its handler.</param>
/// <param name="Files">The fields that hold a file.</param>
public sealed record Form(
    string Name,
    string Action,
    bool Multipart,
    IReadOnlyDictionary<string, string> Fields,
    IReadOnlyList<string> Files
)
{
    public bool IsFile(string field) => Files.Contains(field);

    /// <summary>What is sent when this field holds that and all others are as they are.</summary>
    public HttpContent With(string field, string text)
    {
        var fields = Fields.Where(f => f.Key != field && !IsFile(f.Key)).Append(new(field, text));
        if (!Multipart)
            return new StringContent(
                string.Join('&', fields.Select(f => $"{Hostile.Escaped(f.Key)}={Hostile.Escaped(f.Value)}")),
                null,
                "application/x-www-form-urlencoded"
            );
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        foreach (var file in Files)
            content.Add(new StringContent("a,b\n1,2\n"), file, "a.csv");
        return content;
    }
}

/// <summary>All forms that somebody who may do everything comes by, one of each kind.</summary>
public static partial class Forms
{
    public const string Token = "__RequestVerificationToken";
    private const int MostPages = 60;

    private const string Read = """
        () => ({
          links: [...document.querySelectorAll(':is(main, header) a[href]:not([download])')].map(a => a.href.split('#')[0]),
          forms: [...document.querySelectorAll('form[method=post]')].map(f => ({
            action: f.action, multipart: f.enctype === 'multipart/form-data',
            files: [...f.querySelectorAll('input[type=file]')].map(i => i.name),
            fields: [...f.elements].filter(e => e.name).map(e => [e.name, e.type === 'select-one' ? e.value : (e.value ?? '')]) }))
        })
        """;

    private sealed record PageForms(string[] Links, PageForm[] Forms);

    private sealed record PageForm(string Action, bool Multipart, string[] Files, string[][] Fields);

    public static async Task<IReadOnlyList<Form>> Of(IPage page, string server)
    {
        var (forms, seen, waiting) = (
            new Dictionary<string, Form>(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal),
            new Queue<string>([server + "/", server + "/sign-in"])
        );
        while (waiting.TryDequeue(out var address) && seen.Count < MostPages)
        {
            // One page of a kind with each year or id: the sample's seasons are at different points of their lives.
            if (!seen.Add(address))
                continue;
            var answer = await page.GotoAsync(address);
            if (
                answer is not { Status: 200 }
                || !answer.Headers.GetValueOrDefault("content-type", "").StartsWith("text/html", StringComparison.Ordinal)
            )
                continue;
            var found = JsonSerializer.Deserialize<PageForms>((await page.EvaluateAsync(Read)).ToString()!, JsonSerializerOptions.Web)!;
            foreach (var form in found.Forms)
            {
                var action = form.Action[server.Length..];
                // Whoever is signed out sends nothing more.
                if (action.StartsWith("/sign-out", StringComparison.Ordinal))
                    continue;
                var fields = form
                    .Fields.GroupBy(f => f[0], StringComparer.Ordinal)
                    .ToDictionary(f => f.Key, f => f.First()[1], StringComparer.Ordinal);
                var name = $"{Kind(action)} ({string.Join(',', fields.Keys.Select(Kind).Distinct().Order(StringComparer.Ordinal))})";
                forms.TryAdd(name, new(name, action, form.Multipart, fields, form.Files));
            }

            foreach (
                var link in found.Links.Where(l =>
                    l.StartsWith(server, StringComparison.Ordinal) && !l.Contains("/operations/jobs", StringComparison.Ordinal)
                )
            )
                waiting.Enqueue(link);
        }

        return [.. forms.Values];
    }

    /// <summary>With ids, years and numbers taken out: what differs in nothing else is of one kind.</summary>
    public static string Kind(string address) => Numbered().Replace(address, "*");

    [GeneratedRegex("[0-9a-f]{20}|[0-9]+", RegexOptions.None, 1_000)]
    private static partial Regex Numbered();
}
