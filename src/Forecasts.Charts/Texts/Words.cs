using System.Globalization;

namespace Forecasts.Charts.Texts;

/// <summary>Every word that a chart says of its own. A language that lacks one does not compile.</summary>
public sealed record Words
{
    public static readonly IReadOnlyList<string> Languages = ["en", "zh-Hans"];

    public required string Language { get; init; }

    public required string Reliability { get; init; }

    public required string Said { get; init; }

    public required string Happened { get; init; }

    /// <summary>{0}: how many.</summary>
    public required string Forecasts { get; init; }

    /// <summary>{0} forecasts on {1} claims.</summary>
    public required string Claims { get; init; }

    /// <summary>{0} claims, where each is one.</summary>
    public required string ClaimsAlone { get; init; }

    public required string MoreOften { get; init; }

    public required string LessOften { get; init; }

    /// <summary>{0}: per cent.</summary>
    public required string Band { get; init; }

    public required string TooFew { get; init; }

    public required string Times { get; init; }

    public required string StatedValues { get; init; }

    /// <summary>{0} of {1}.</summary>
    public required string OfTimes { get; init; }

    public required string StatedKey { get; init; }

    public required string Usual { get; init; }

    public required string FewForecasts { get; init; }

    /// <summary>{0}: the score's name.</summary>
    public required string Scores { get; init; }

    /// <summary>{0}: a name, {1}: which way is better.</summary>
    public required string Named { get; init; }

    /// <summary>{0}: the mean.</summary>
    public required string Mean { get; init; }

    public required string Lower { get; init; }

    public required string Higher { get; init; }

    public required string Components { get; init; }

    public required string Miscalibration { get; init; }

    public required string Discrimination { get; init; }

    public required string IsoScore { get; init; }

    public required string Murphy { get; init; }

    public required string Threshold { get; init; }

    public required string ElementaryScore { get; init; }

    public required string History { get; init; }

    public required string Day { get; init; }

    public required string Time { get; init; }

    public required string Decided { get; init; }

    public required string Supports { get; init; }

    public required string Contradicts { get; init; }

    public required string Mixed { get; init; }

    public required string Clarified { get; init; }

    public required string Middle { get; init; }

    public required string Fan { get; init; }

    public required string OwnFan { get; init; }

    /// <summary>{0}: whose.</summary>
    public required string Shares { get; init; }

    /// <summary>{0}: how many.</summary>
    public required string Others { get; init; }

    /// <summary>{0} probabilities on {1} claims, of a choice one for each option.</summary>
    public required string OptionCases { get; init; }

    public required string Pit { get; init; }

    public required string PitKey { get; init; }

    public required string PitUsual { get; init; }

    public required string PitPlace { get; init; }

    public required string PitShare { get; init; }

    public required string Coverage { get; init; }

    public required string CoverageKey { get; init; }

    /// <summary>{0}: per cent.</summary>
    public required string Central { get; init; }

    public required string SaysLittle { get; init; }

    public required string OtherOutcome { get; init; }

    public required string Analyst { get; init; }

    public required string Years { get; init; }

    public required string Accurate { get; init; }

    public required string HalfRight { get; init; }

    public required string Inaccurate { get; init; }

    public required string Carried { get; init; }

    public required string Void { get; init; }

    public required string Verdicts { get; init; }

    public required string Number { get; init; }

    public required string Brier { get; init; }

    public required string BrierKey { get; init; }

    public required string CrowdKey { get; init; }

    public required string Team { get; init; }

    public required string Crowd { get; init; }

    /// <summary>Chinese has no italics.</summary>
    public string? Italic => Language == "en" ? "italic" : null;

    /// <exception cref="ArgumentException">No such language.</exception>
    public static Words In(string language) =>
        language switch
        {
            "en" => English.Words,
            "zh-Hans" => Chinese.Words,
            _ => throw new ArgumentException(
                $"language is '{language}'; charts speak {string.Join(" and ", Languages)}.",
                nameof(language)
            ),
        };

    /// <summary>A sentence of this table with its numbers filled in.</summary>
    public static string Fill(string sentence, params object[] values) => Counted.Fill(sentence, values);

    public static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A share, with a space before the sign where the language has one.</summary>
    public string Percent(double share) => Charts.Percent.Of(share);
}
