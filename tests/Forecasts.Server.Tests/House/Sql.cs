using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Forecasts.Server.Tests.House;

/// <summary>A text in a source of the server that is SQL.</summary>
/// <param name="File">The source's name.</param>
public sealed partial record Sql(string File, bool InStore, string Text)
{
    private static readonly string Server = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src", "Forecasts.Server"));

    private static readonly Lazy<IReadOnlyList<Sql>> All = new(() =>
        [
            .. from file in Directory.EnumerateFiles(Server, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(Server, file).Split(Path.DirectorySeparatorChar)[0]
            where folder is not ("bin" or "obj")
            from text in Texts(System.IO.File.ReadAllText(file))
            select new Sql(Path.GetFileName(file), folder == "Store", text),
        ]
    );

    public static IReadOnlyList<Sql> OfServer() => All.Value;

    /// <summary>The texts in a source that are SQL.</summary>
    public static IEnumerable<string> Texts(string source) =>
        Literal().Matches(Comment().Replace(source, "")).Select(m => m.Value).Where(t => Words().IsMatch(t));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("""(?m)^\s*//.*$""", RegexOptions.None, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        """"
            "{3}[\s\S]*?"{3}|"(\\.|[^"\\\n])*"
            """",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        1_000
    )]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(select|insert into|update|delete from|from|join) \S", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Words();
}
