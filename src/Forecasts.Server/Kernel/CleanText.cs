using System.Text;
using Forecasts.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;

namespace Forecasts.Server.Kernel;

/// <summary>
/// What no text may hold, refused in front of everything: U+0000, U+FFFE, U+FFFF and unpaired surrogates. The database takes none of them,
/// and a statement that failed over one would leave the connection out of step for whoever gets it next.
/// </summary>
public static class CleanText
{
    public const string Code = "text.control-character";
    private const string Message =
        "A text contains a character that cannot be stored (U+0000, U+FFFE, U+FFFF or half of a surrogate pair).";

    public static void UseCleanText(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var request = context.Request;
                if (
                    !Check.IsStorable(request.Path.Value)
                    || !request.Query.All(q => Clean(q))
                    || !request.Headers.All(h => Clean(h))
                    || !await IsFormClean(request)
                )
                {
                    if (context.IsApi())
                        await Problems.Of(422, Code, Message).ExecuteAsync(context);
                    else
                        context.Response.StatusCode = 400;
                }
                else if (!IsCharsetKnown(request))
                {
                    context.Response.StatusCode = 415;
                }
                else
                {
                    await next(context);
                }
            }
        );

    /// <summary>An address whose places are blank is no address; a page without such a handler is none either.</summary>
    public static void UseWholeAddresses(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (!context.Request.RouteValues.Values.Any(v => v is string place && string.IsNullOrWhiteSpace(place)))
                    return next(context);
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            }
        );

    public static bool Clean(KeyValuePair<string, StringValues> given) =>
        Check.IsStorable(given.Key) && given.Value.All(v => Check.IsStorable(v));

    // A file is looked at line by line where it is read.
    private static async Task<bool> IsFormClean(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
        || (await request.ReadFormAsync(request.HttpContext.RequestAborted)).All(Clean);

    private static bool IsCharsetKnown(HttpRequest request)
    {
        try
        {
            if (request.GetTypedHeaders().ContentType?.Charset.Value?.Trim('"') is { Length: > 0 } charset)
                Encoding.GetEncoding(charset);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A form that is sent to a handler which its page has not is answered 404, one with a text that cannot be stored 400.</summary>
public sealed class KnownHandlers : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // The form has been read by now, also the text fields beside a file.
        var request = context.HttpContext.Request;
        if (context.HandlerMethod is null)
            context.Result = new NotFoundResult();
        else if (HttpMethods.IsPost(request.Method) && request.HasFormContentType && !request.Form.All(CleanText.Clean))
            context.Result = new BadRequestResult();
        else
            return next();
        return Task.CompletedTask;
    }
}
