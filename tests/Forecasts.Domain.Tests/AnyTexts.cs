namespace Forecasts.Domain.Tests;

/// <summary>Texts as people write them: several scripts, marks, line feeds and characters beyond 16 bits, never half of one.</summary>
internal static class AnyTexts
{
    public static readonly Gen<string> AnyText = Gen.OneOf(
            "a",
            "Z",
            "9",
            " ",
            "\"",
            "\\",
            "<",
            "\n",
            "\t",
            "é",
            "ß",
            "机",
            "器",
            "،",
            "\u200f",
            "🤖",
            "\u0000"
        )
        .Array[0, 30]
        .Select(string.Concat);
}
