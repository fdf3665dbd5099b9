namespace Forecasts.Server.Features.Layout;

/// <summary>A claim's mark in the report's legend, told apart by shape as well as colour.</summary>
/// <param name="Kind">accurate, half, inaccurate, void, open or inConflict.</param>
/// <param name="Word">What it says, for who cannot see it.</param>
public sealed record Mark(string Kind, string Word)
{
    public static readonly IReadOnlyList<string> Kinds = ["accurate", "half", "inaccurate", "void", "open", "inConflict"];

    /// <summary>Silent, for where the word is written beside it.</summary>
    /// <param name="outcome">A word of the contract, or void.</param>
    public static Mark Beside(string outcome) => new(outcome == "void" ? outcome : KindOf("settled", outcome), "");

    public static string KindOf(string status, string? outcome) => status switch
    {
        "settled" => outcome switch
        {
            "yes" or "accurate" => "accurate",
            "half" => "half",
            _ => "inaccurate",
        },
        _ => status,
    };
}
