using System.Globalization;
using System.Text;
using Forecasts.Domain;

namespace Forecasts.Server.People;

/// <summary>Names of people, which are to be told apart by looking at them.</summary>
public static class Names
{
    public const int Longest = 100;

    // Capital letters of other scripts that are drawn like Latin ones; small ones are compared as capitals.
    private const string Others =
        "\u0410\u0412\u0415\u0405\u0406\u0408\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425\u04AE\u051A\u051C\u0474\u04C0\u0500\u04BA\u0130\u0131\u0251\u0261\u2C6D"
        + "\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7";

    private const string Latin = "ABESIJKMHOPCTYXYQWVIDHIIAGA" + "ABEZHIKMNOPTYX";

    /// <summary>
    /// What a name looks like: without what is not seen, in capitals, look-alike letters as one. Two people do not share it.
    /// </summary>
    public static string Look(string name)
    {
        var look = new StringBuilder();
        foreach (var rune in name.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant().EnumerateRunes())
            if (Rune.IsWhiteSpace(rune))
            {
                if (look is not [.., ' '])
                    look.Append(' ');
            }
            else if (!IsUnseen(rune))
            {
                look.Append(
                    rune.IsBmp && Others.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at
                        ? Latin[at].ToString()
                        : rune.ToString()
                );
            }

        return look.ToString();
    }

    /// <summary>
    /// Why a name cannot be somebody's, or null; zero-width joiners stay, for some scripts and pictures are written with them.
    /// </summary>
    public static Rejection? Wrong(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || Check.Name(name, Longest, "people.name", "name") is not null)
            return Refuse.Invalid("people.name", $"A name has 1 to {Longest} characters.", "name");
        foreach (var rune in name.EnumerateRunes())
            if (IsUnseen(rune) && rune.Value is not (0x200C or 0x200D or 0xFE0F))
                return Refuse.Invalid(
                    "people.name-unseen",
                    $"The name holds a character that is not seen, or that turns the text around (U+{rune.Value:X4}); write it without.",
                    "name"
                );
        return Look(name).Trim().Length > 0 ? null : Refuse.Invalid("people.name", "Nothing of the name is seen.", "name");
    }

    public static Rejection LooksLike(string name, string other) =>
        Refuse.Conflict(
            "people.look-alike",
            $"'{name}' looks like '{other}', who is somebody else here; choose a name that can be told from it.",
            "name"
        );

    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Format
                or UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x2800
                or 0x3164
                or 0xFFA0
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF);
}
