namespace Forecasts.Server.Features.Layout;

/// <summary>A claim's mark in the report's legend, told apart by shape as well as colour.</summary>
/// <param name="Kind">accurate, half, inaccurate, settled, void, open or inConflict.</param>
/// <param name="Word">What it says, for who cannot see it.</param>
public sealed record Mark(string Kind, string Word)
{
    /// <summary>Of an outcome that is neither right nor wrong by itself: an option, a number, a day.</summary>
    public const string Settled = "settled";

    public static readonly IReadOnlyList<string> Kinds = ["accurate", "half", "inaccurate", Settled, "void", "open", "inConflict"];

    /// <summary>Silent, for where the word is written beside it.</summary>
    /// <param name="outcome">A word of the contract, or void.</param>
    public static Mark Beside(string outcome) => new(outcome == "void" ? outcome : Graded(outcome), "");

    /// <param name="type">The claim's kind as a word: an option may be called "yes".</param>
    public static string KindOf(string type, string status, string? outcome) =>
        status == Settled && Words.Grades(type) ? Graded(outcome) : status;

    private static string Graded(string? outcome) =>
        outcome switch
        {
            "yes" or "accurate" => "accurate",
            "half" => "half",
            _ => "inaccurate",
        };
}
