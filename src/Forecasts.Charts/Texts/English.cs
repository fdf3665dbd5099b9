namespace Forecasts.Charts.Texts;

internal static class English
{
    public static readonly Words Words = new()
    {
        Language = "en",
        Reliability = "Reliability", Said = "said", Happened = "happened", Forecasts = "{0:# forecast|# forecasts}",
        Claims = "{0:# forecast|# forecasts} on {1:# claim|# claims}", ClaimsAlone = "{0:# claim|# claims}",
        MoreOften = "happened more often than said", LessOften = "happened less often than said", Band = "{0} % consistency band",
        TooFew = "n below 50: not interpretable", Times = "forecasts",
        StatedValues = "What was said, and how often it happened", OfTimes = "{0} of {1}", StatedKey = "stroke: said · dot: happened",
        Usual = "bar: usual if what was said were right", FewForecasts = "fewer than 50 forecasts: a curve would be noise",
        Scores = "Scores: {0}", Named = "{0} ({1})", Mean = "mean {0}", Lower = "lower is better", Higher = "higher is better",
        Components = "Miscalibration and discrimination", Miscalibration = "miscalibration, MCB (lower is better)", Discrimination = "discrimination, DSC (higher is better)",
        IsoScore = "lines of equal score: better is up and to the left",
        Murphy = "Murphy diagram", Threshold = "threshold", ElementaryScore = "mean elementary score (lower is better)",
        History = "How the forecasts moved", Day = "day", Time = "time", Decided = "decided", Supports = "supports", Contradicts = "contradicts",
        Mixed = "cuts both ways", Clarified = "clarified", Middle = "shaded: the middle half of the forecasts", Analyst = "analyst",
        Fan = "shaded: 50 and 90 % of the crowd, thick: its median", OwnFan = "dashed: your 90 %, dots: your median",
        Shares = "{0}: share of each option", Others = "{0:# other|# others}",
        OptionCases = "{0:# probability|# probabilities} on {1:# claim|# claims}: of a choice one for each option",
        Pit = "Where the outcomes lay in what was said",
            PitKey = "flat: calibrated · heaped at the ends: too narrow · in the middle: too wide",
        PitUsual = "shaded: where nine of ten bars usually lie", PitPlace = "share of the stated distribution below the outcome",
            PitShare = "outcomes",
        Coverage = "outcomes inside the interval", CoverageKey = "stroke: stated · dot: inside, with its 95 % interval",
            Central = "{0} % interval",
        SaysLittle = "below 50 claims the bars are mostly chance", OtherOutcome = "option, number or day",
        Years = "The years side by side", Accurate = "accurate", HalfRight = "half right", Inaccurate = "inaccurate", Carried = "carried forward", Void = "void",
        Verdicts = "share of the claims", Number = "claims", Brier = "mean Brier at close, per claim",
        BrierKey = "below: mean Brier score at close, per claim, with its interval",
        CrowdKey = "stroke: crowd", Team = "team", Crowd = "crowd",
    };
}
