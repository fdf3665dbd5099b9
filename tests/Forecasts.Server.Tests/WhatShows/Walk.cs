using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Forecasts.Server.Tests.WhatShows;

/// <summary>Everything that a person can read: each route of the API and each page there is, and the charts that pages name.</summary>
public sealed partial class Walk
{
    private readonly List<string> api = [],
        pages = [];

    /// <param name="places">What stands in the places of addresses, by the beginning of the route and the place's name.</param>
    public Walk(RunningServer server, IReadOnlyDictionary<string, string[]> places)
    {
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
            var route = endpoint.RoutePattern.RawText!.TrimStart('/');
            if (methods is { Count: > 0 } && !methods.Contains("GET"))
                continue;
            if (Ignored().IsMatch(route))
                continue;
            (route.StartsWith("api/", StringComparison.Ordinal) ? api : pages).AddRange(Addresses(route, places));
        }

        api.AddRange(api.Where(a => a.EndsWith("/report", StringComparison.Ordinal)).Select(a => a + "?version=1").ToList());
        pages.AddRange(pages.Where(a => a.StartsWith("predictions/", StringComparison.Ordinal)).Select(a => a + "?all=true").ToList());
    }

    public int Count => api.Count + pages.Count;

    /// <summary>All that one person is answered, by the address.</summary>
    public async Task<List<(string Address, string Text)>> Of(RunningServer server, string name, Api person)
    {
        var answers = new List<(string, string)>();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        foreach (var address in api)
            answers.Add((address, await Text(await http.GetAsync(new Uri(address, UriKind.Relative)))));

        using var reader = await Reader.SignedIn(server, name);
        foreach (var address in pages.Distinct())
        {
            var page = await Text(await reader.Get("/" + address));
            answers.Add((address, page));
            foreach (var chart in Chart().Matches(page).Select(m => m.Value).Distinct())
                answers.Add(($"{address} {chart}", await Text(await reader.Get(chart))));
        }

        return answers;
    }

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Addresses(string route, IReadOnlyDictionary<string, string[]> places)
    {
        if (Place().Match(route) is not { Success: true } place)
            return [route];
        var key =
            places
                .Keys.Where(k => $"{route[..place.Index]}{place.Groups["name"].Value}".EndsWith(k, StringComparison.Ordinal))
                .MaxBy(k => k.Length)
            ?? throw new InvalidOperationException(
                $"Nothing is known for '{place.Value}' in '{route}': say in the test what to put there."
            );
        return places[key].SelectMany(value => Addresses(route[..place.Index] + value + route[(place.Index + place.Length)..], places));
    }

    // What is the same for everybody, or a tool of its own behind the role of admin.
    [GeneratedRegex(
        "^(charts/|openapi|operations/jobs|sign-|invitation/|language|error|health|_|css|js|lib|favicon)|\\{\\*|\\{path|\\.css|\\.js",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Ignored();

    [GeneratedRegex("\\{\\*{0,2}(?<name>[a-z]+)[^}]*\\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Place();

    [GeneratedRegex("/charts/[0-9a-f]{64}\\.(json|svg)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Chart();
}
