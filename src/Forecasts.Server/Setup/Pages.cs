using System.Text.Encodings.Web;
using System.Text.Unicode;
using Forecasts.Server.Features.Layout;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Forecasts.Server.Setup;

/// <summary>
/// Razor Pages beside their features, or in Pages where they put several together; in English and Simplified Chinese, whole without
/// JavaScript.
/// </summary>
public static class Pages
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddLocalization(o => o.ResourcesPath = "Resources");
        services.AddSingleton<IStringLocalizer<Texts>, CountingTexts>();
        services.AddRazorPages(o => o.RootDirectory = "/").AddMvcOptions(o => o.Filters.Add(new KnownHandlers()));
        // Chinese stays readable in the source of a page.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void UseLanguages(this IApplicationBuilder app) =>
        app.UseRequestLocalization(o =>
            o.AddSupportedCultures([.. Languages.All]).AddSupportedUICultures([.. Languages.All]).SetDefaultCulture(Languages.All[0])
        );

    /// <summary>Refusals and failures of pages are pages too; the API keeps its problem details.</summary>
    public static void UseErrorPages(this IApplicationBuilder app) =>
        app.UseWhen(
            context => !context.IsApi(),
            pages =>
            {
                pages.UseStatusCodePages(ShowError);
                pages.UseExceptionHandler(
                    Problems.Handler(context =>
                    {
                        context.Response.StatusCode = Problems.StatusOf(Problems.ErrorOf(context));
                        return Task.CompletedTask;
                    })
                );
            }
        );

    private static async Task ShowError(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var (path, query, method, form) = (
            context.Request.Path,
            context.Request.QueryString,
            context.Request.Method,
            context.Features.Get<IFormFeature>()
        );
        // The form that was refused is no form of the page that says so.
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        context.SetEndpoint(null);
        context.Features.Get<IRouteValuesFeature>()?.RouteValues.Clear();
        context.Request.Path = "/error";
        context.Request.QueryString = QueryString.Empty;
        context.Request.Method = HttpMethods.Get;
        try
        {
            await status.Next(context);
        }
        finally
        {
            (context.Request.Path, context.Request.QueryString, context.Request.Method) = (path, query, method);
            context.Features.Set(form);
        }
    }
}
