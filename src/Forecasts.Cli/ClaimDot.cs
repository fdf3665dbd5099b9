namespace Forecasts.Cli;

/// <summary>A claim's outcome at a glance, told apart by shape.</summary>
public static class ClaimDot
{
    /// <summary>What the dots mean.</summary>
    public const string Legend =
        "● accurate or yes   ◐ half right   ○ inaccurate or no   ◆ other outcome (option, number, date)   × void   · open";

    /// <summary>The dot of a claim. Only a settled claim has a dot of its own: the interim grade of a carried one is not final.</summary>
    public static string Of(ReportClaim claim)
    {
        var outcome = claim.Outcome ?? "";
        if (claim.Status == "void" || outcome == "void" || outcome.StartsWith("void:", StringComparison.Ordinal))
            return "×";
        if (claim.Status is "open" or "carried")
            return "·";
        // An option may be called yes.
        if (claim.Type is not (null or "binary" or "three" or "expected"))
            return outcome == "" ? "·" : "◆";
        return outcome switch
        {
            "accurate" or "yes" => "●",
            "half" => "◐",
            "inaccurate" or "no" => "○",
            "" or "notYetDue" => "·",
            _ => "◆",
        };
    }
}
