using Microsoft.AspNetCore.HttpOverrides;

namespace Forecasts.Server.Setup;

/// <summary>
/// How the server is called: as <c>Forecasts:PublicUrl</c> says, else as a proxy of <c>Forecasts:KnownProxies</c> says, else as it was
/// asked.
/// </summary>
public static class Proxies
{
    private static readonly TimeSpan HttpsLasts = TimeSpan.FromDays(365);

    public static void UsePublicUrl(this WebApplication app, Settings settings)
    {
        if (settings.KnownProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                ForwardLimit = null,
            };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var network in settings.KnownProxies)
                forwarded.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(forwarded);
        }

        if (settings.PublicUrl is not { } url)
            return;
        var host = HostString.FromUriComponent(url);
        app.Use(
            (context, next) =>
            {
                (context.Request.Scheme, context.Request.Host) = (url.Scheme, host);
                if (url.Scheme == Uri.UriSchemeHttps)
                    context.Response.Headers.StrictTransportSecurity = $"max-age={HttpsLasts.TotalSeconds:0}";
                return next(context);
            }
        );
    }
}
