namespace Forecasts.Server.Kernel;

/// <summary>The languages of the pages; the first one is taken where nothing else is known.</summary>
public static class Languages
{
    public static readonly IReadOnlyList<string> All = ["en", "zh-Hans"];
}
