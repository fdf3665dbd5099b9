using System.Net;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>The texts of the pages as a reader of a language sees them.</summary>
public static class Sentences
{
    private static readonly Dictionary<string, Dictionary<string, string>> Tables = new(StringComparer.Ordinal)
    {
        ["en"] = Read("Texts.resx"),
        ["zh-Hans"] = Read("Texts.zh-Hans.resx"),
    };

    public static string Of(string language, string key) => Tables[language][key];

    /// <summary>What a page says, with its entities read.</summary>
    public static async Task<string> Of(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(Path.GetFullPath(Path.Combine(Here(), "../../../src/Forecasts.Server/Resources", file)))
            .Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
