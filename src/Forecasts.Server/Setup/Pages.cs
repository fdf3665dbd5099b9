namespace Forecasts.Server.Setup;

/// <summary>Razor Pages beside their features, in English and Simplified Chinese, without JavaScript.</summary>
public static class Pages
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRazorPages(o => o.RootDirectory = "/Features");
    }

    public static void UseLanguages(this IApplicationBuilder app) =>
        app.UseRequestLocalization(o => o.AddSupportedCultures("en", "zh-Hans").AddSupportedUICultures("en", "zh-Hans").SetDefaultCulture("en"));
}
