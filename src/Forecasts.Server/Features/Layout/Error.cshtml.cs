using Forecasts.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Layout;

/// <summary>A refusal or failure, readable and with a way on.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorPage : PageModel
{
    public int Status { get; private set; }

    public Rejection? Refusal => HttpContext.Items[typeof(Rejection)] as Rejection;

    /// <summary>Which of the texts fits the status.</summary>
    public string Kind =>
        Status switch
        {
            400 => "stale",
            403 => "forbidden",
            404 or 405 => "missing",
            < 500 => "refused",
            503 => "unavailable",
            _ => "failed",
        };

    public void OnGet()
    {
        // Somebody who types this address has found nothing.
        if (Response.StatusCode == 200)
            Response.StatusCode = 404;
        Status = Response.StatusCode;
        HttpContext.Items["address"] = "/";
    }
}
