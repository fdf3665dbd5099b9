using System.Globalization;

namespace Forecasts.Charts.Texts;

/// <summary>Every word that a chart says of its own. A language that lacks one does not compile.</summary>
public sealed record Words(
    string Language,
    string Reliability, string Said, string Happened, string Forecasts, string Claims, string MoreOften, string LessOften, string Band, string TooFew, string Times,
    string StatedValues, string OfTimes, string Usual,
    string Scores, string Mean, string Lower, string Higher,
    string Components, string Miscalibration, string Discrimination, string IsoScore,
    string Murphy, string Threshold, string ElementaryScore,
    string History, string Day, string Crowd, string You, string AfterTheFact, string Supports, string Contradicts, string Mixed, string Clarified, string Decided, string Analyst,
    string Years, string Year, string Accurate, string HalfRight, string Inaccurate, string Carried, string Void, string Brier, string Interval, string Verdicts)
{
    public static readonly IReadOnlyList<string> Languages = ["en", "zh-Hans"];

    private static readonly Words English = new(
        "en",
        "Reliability", "said", "happened", "{0} forecasts", "{0} forecasts on {1} claims", "happened more often than said", "happened less often than said",
        "{0} % consistency band", "n below 50: not interpretable", "forecasts",
        "What was said, and how often it happened", "{0} of {1}", "usual if what was said were right",
        "Scores", "mean {0}", "lower is better", "higher is better",
        "Miscalibration and discrimination", "miscalibration (lower is better)", "discrimination (higher is better)", "lines of equal score",
        "Murphy diagram", "threshold", "mean elementary score (lower is better)",
        "How the forecasts moved", "day", "crowd", "you", "after the fact", "supports", "contradicts", "mixed", "clarified", "decided", "analyst",
        "The years side by side", "year", "accurate", "half right", "inaccurate", "carried forward", "void", "Brier score (lower is better)", "95 % interval", "share of the claims");

    private static readonly Words Chinese = new(
        "zh-Hans",
        "可靠性图", "预测概率", "实际频率", "{0} 个预测", "{1} 条论断上的 {0} 个预测", "比预测更常发生", "比预测更少发生",
        "{0}% 一致性带", "n 小于 50：不可解读", "预测数",
        "说过的概率与实际发生的次数", "{1} 次中 {0} 次", "若所说的概率正确，通常的范围",
        "得分", "平均 {0}", "越低越好", "越高越好",
        "校准误差与区分度", "校准误差（越低越好）", "区分度（越高越好）", "等分线",
        "墨菲图", "阈值", "平均基本得分（越低越好）",
        "预测的变化", "日期", "群体", "我", "事后", "支持", "反对", "两可", "澄清", "公布结果", "分析师",
        "历年对照", "年份", "准确", "对了一半", "不准确", "顺延", "作废", "布里尔得分（越低越好）", "95% 区间", "论断占比");

    /// <exception cref="ArgumentException">No such language.</exception>
    public static Words In(string language) => language switch
    {
        "en" => English,
        "zh-Hans" => Chinese,
        _ => throw new ArgumentException($"language is '{language}'; charts speak {string.Join(" and ", Languages)}.", nameof(language)),
    };

    /// <summary>Chinese has no italics.</summary>
    public string? Italic => Language == "en" ? "italic" : null;

    /// <summary>A sentence of this table with its numbers filled in.</summary>
    public static string Fill(string sentence, params object[] values) => string.Format(CultureInfo.InvariantCulture, sentence, values);

    /// <summary>A count with its thousands set apart.</summary>
    public static string Count(int n) => n.ToString("#,0", CultureInfo.InvariantCulture);

    public string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture).Replace("%", Language == "en" ? " %" : "%", StringComparison.Ordinal);

    public static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
