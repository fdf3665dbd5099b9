namespace Forecasts.Cli;

/// <summary>Languages as BCP 47 tags, the way the server keys its texts ("en", "zh-Hans").</summary>
public static class Language
{
    /// <summary>The tag for a POSIX locale: "zh_CN.UTF-8" is zh-Hans, "de_AT@euro" is de-AT; unset, "C" and "POSIX" are en.</summary>
    public static string OfLocale(string? locale)
    {
        var tag = (locale ?? "").Split('.', '@')[0].Replace('_', '-');
        return tag is "" or "C" or "POSIX" ? "en" : WithScript(tag);
    }

    /// <summary>
    /// Chinese is told apart by script, while people and locales name the region: zh-CN and zh-SG become zh-Hans, zh-TW, zh-HK and zh-MO
    /// zh-Hant. Any other tag stays as it is.
    /// </summary>
    public static string WithScript(string tag) =>
        tag.Replace('_', '-').ToUpperInvariant() switch
        {
            "ZH-CN" or "ZH-SG" => "zh-Hans",
            "ZH-TW" or "ZH-HK" or "ZH-MO" => "zh-Hant",
            _ => tag.Replace('_', '-'),
        };
}
