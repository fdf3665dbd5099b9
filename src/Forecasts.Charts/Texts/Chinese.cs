namespace Forecasts.Charts.Texts;

internal static class Chinese
{
    public static readonly Words Words = new()
    {
        Language = "zh-Hans",
        Reliability = "可靠性图", Said = "预测概率", Happened = "实际频率", Forecasts = "{0} 个预测", Claims = "{1} 个论断上的 {0} 个预测", ClaimsAlone = "{0} 个论断",
        MoreOften = "比预测更常发生", LessOften = "比预测更少发生", Band = "{0}% 一致性带",
        TooFew = "n 小于 50：不可解读", Times = "预测数",
        StatedValues = "说过的概率与实际发生的次数", OfTimes = "{1} 次中 {0} 次", StatedKey = "竖线：所说的概率 · 圆点：实际频率",
        Usual = "横条：若所说的概率正确，通常的范围", FewForecasts = "不足 50 个预测：曲线只会是噪声",
        Scores = "得分：{0}", Named = "{0}（{1}）", Mean = "平均 {0}", Lower = "越低越好", Higher = "越高越好",
        Components = "校准误差与区分度", Miscalibration = "校准误差 MCB（越低越好）", Discrimination = "区分度 DSC（越高越好）",
        IsoScore = "斜线为等分线：越靠左上越好",
        Murphy = "墨菲图", Threshold = "阈值", ElementaryScore = "平均基本得分（越低越好）",
        History = "预测的变化", Day = "日期", Time = "时间", Decided = "揭晓", Supports = "支持", Contradicts = "反对", Mixed = "两面", Clarified = "澄清", Middle = "阴影：居中一半的预测", Analyst = "分析者",
        Fan = "阴影：群体分布的 50% 与 90%，粗线：其中位数",
            OwnFan = "虚线：我的 90% 区间，圆点：我的中位数",
        Shares = "{0}：各选项的概率", Others = "其余 {0} 项",
        OptionCases = "{1} 个论断上的 {0} 个概率（选择题每个选项各一个）",
        Pit = "结果落在所述分布的何处", PitKey = "平坦：已校准 · 两端高：过窄 · 中间高：过宽",
        PitUsual = "阴影：十根柱中九根通常所在的范围", PitPlace = "所述分布中低于结果的部分",
            PitShare = "结果占比",
        Coverage = "落在区间内的结果", CoverageKey = "竖线：所述 · 圆点：区间内占比及其 95% 区间",
            Central = "{0}% 区间",
        SaysLittle = "不足 50 个论断，柱形多为偶然", OtherOutcome = "选项、数值或日期",
        Years = "历年对照", Accurate = "准确", HalfRight = "对了一半", Inaccurate = "不准确", Carried = "顺延", Void = "作废",
        Verdicts = "论断占比", Number = "论断数", Brier = "截止时每论断平均布赖尔分", BrierKey = "下图：截止时每论断平均布赖尔分及其区间",
        CrowdKey = "横线：群体", Team = "团队", Crowd = "群体",
    };
}
