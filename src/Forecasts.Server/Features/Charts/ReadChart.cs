using System.Text;
using Forecasts.Server.Store;
using Microsoft.Net.Http.Headers;

namespace Forecasts.Server.Features.Charts;

/// <summary>Pictures and their specifications, for whoever is signed in and was given the address by a page.</summary>
public static class ReadChart
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/charts/{address:length(64)}.svg",
                (HttpContext context, string address, ChartStore charts) =>
                    Answer(context, address, charts, c => c.Svg, "image/svg+xml; charset=utf-8")
            )
            .ExcludeFromDescription();
        routes
            .MapGet(
                "/charts/{address:length(64)}.json",
                (HttpContext context, string address, ChartStore charts) =>
                    Answer(context, address, charts, c => c.Spec, "application/json; charset=utf-8")
            )
            .ExcludeFromDescription();
    }

    private static async Task<IResult> Answer(
        HttpContext context,
        string address,
        ChartStore charts,
        Func<StoredChart, string?> part,
        string type
    )
    {
        if (await charts.Read(address, context.RequestAborted) is not { } chart || part(chart) is not { } content)
            return TypedResults.NotFound();
        // Kept by the browser, but shown again only after the server has seen who asks.
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(content), type, entityTag: new EntityTagHeaderValue($"\"{address}\""));
    }
}
