using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>What a group of rows has in common.</summary>
public enum GroupBy
{
    /// <summary>All rows are one group.</summary>
    None,

    /// <summary>One forecaster.</summary>
    Forecaster,

    /// <summary>One question.</summary>
    Question,

    /// <summary>One theme.</summary>
    Theme,
}

/// <summary>The values of one group, ready to be scored. Weights are empty where all are 1.</summary>
public sealed record ScoreGroup(string? Name, double[] Probabilities, double[] Outcomes, double[] Weights, int[] Clusters);

/// <summary>
/// The rows of a file in columns: 24 bytes a row and 14 to find it again, the other columns where the file has them, names kept once.
/// </summary>
public sealed class ScoreRows(bool hasThemes, bool hasWeights, bool hasClusters, bool hasTimes)
{
    private readonly NameTable forecasters = new(),
        questions = new(),
        themes = new(),
        clusters = new();
    private readonly IndexTable pairs = new();
    private readonly Chunks<Row> rows = new();
    private readonly Chunks<int> themeOf = new(),
        clusterOf = new();
    private readonly Chunks<double> weightOf = new();
    private readonly Chunks<long> madeAt = new();
    private readonly QuestionOutcomes outcomes = new();
    private readonly SaidAt said = new();
    private int isVoid,
        open;
    private bool graded;

    /// <summary>One for each forecaster and question.</summary>
    public int Count => rows.Count;

    /// <summary>What the rows say that cannot be true together, though each may be.</summary>
    public IEnumerable<string> Remarks => outcomes.Remarks;

    /// <summary>How many rows were left out because nothing is settled; null where none was.</summary>
    public string? Unsettled
    {
        get
        {
            string[] parts = [.. Some(isVoid, "with a void outcome"), .. Some(open, "without an outcome yet")];
            return parts.Length == 0 ? null : string.Join(", ", parts);

            static string[] Some(int rows, string how) => rows == 0 ? [] : [$"{Cells.Whole(rows)} {(rows == 1 ? "row" : "rows")} {how}"];
        }
    }

    /// <summary>Takes a row in; an earlier one for the same forecaster and question gives way unless it was made later.</summary>
    /// <returns>Why it is refused, null where it is not.</returns>
    internal Refusal? Add(ScoreLine line)
    {
        var (forecaster, question) = (forecasters.Number(line.Text("forecaster")), questions.Number(line.Text("question")));
        var (probability, outcome) = (line.Probability(), line.Outcome());
        var (theme, weight) = (hasThemes ? themes.Number(line.Text("theme")) : 0, hasWeights ? line.Weight() : 1);
        var (cluster, time) = (hasClusters ? clusters.Number(line.Text("cluster")) : 0, hasTimes ? line.Time("made_at") : 0);
        if (line.Refused is { } unread)
            return unread;
        if (hasTimes && said.Other(forecaster, question, time, probability, line.Number) is { } other)
        {
            var (who, what) = (ScoreLine.Cut(forecasters[forecaster]), ScoreLine.Cut(questions[question]));
            var message =
                $"{who} has {Cells.Full(other.Value)} for question {what} at that instant in line {Cells.Whole(other.Line)} "
                + $"and {Cells.Full(probability)} in line {Cells.Whole(line.Number)}.";
            return line.Contradicts("made_at", "forecast.duplicate", message);
        }

        outcomes.Add(question, outcome, line.Number, number => ScoreLine.Cut(questions[number]));
        if (outcome.Said == OutcomeSaid.Void)
            isVoid++;
        else if (outcome.Said == OutcomeSaid.Open)
            open++;
        else
            Put(new(forecaster, question, probability, outcome.Share), theme, weight, cluster, time);
        return null;
    }

    private void Put(Row row, int theme, double weight, int cluster, long time)
    {
        graded |= row.Outcome is not (0 or 1);
        var place = pairs.NumberOf(HashCode.Combine(row.Forecaster, row.Question), new Match(rows, row), out var known);
        if (known && hasTimes && time < madeAt[place])
            return;
        Put(rows, row, place, known);
        if (hasThemes)
            Put(themeOf, theme, place, known);
        if (hasWeights)
            Put(weightOf, weight, place, known);
        if (hasClusters)
            Put(clusterOf, cluster, place, known);
        if (hasTimes)
            Put(madeAt, time, place, known);
    }

    /// <summary>How many groups there are.</summary>
    public int Groups(GroupBy by) => NamesOf(by)?.Count ?? 1;

    /// <summary>The groups by name. The cluster of a row without one is its question.</summary>
    public IEnumerable<ScoreGroup> By(GroupBy by)
    {
        // With grades the resampling goes through the clusters in their order, which must not be that of the rows.
        var ranks = graded ? (hasClusters ? clusters : questions).Ranks() : null;
        if (NamesOf(by) is not { } names)
        {
            yield return Group(null, [.. Enumerable.Range(0, rows.Count)], ranks);
            yield break;
        }

        var (members, ends) = (new int[rows.Count], new int[names.Count + 1]);
        for (var i = 0; i < rows.Count; i++)
            ends[Key(i, by) + 1]++;
        for (var i = 1; i < ends.Length; i++)
            ends[i] += ends[i - 1];
        var next = ends[..^1];
        for (var i = 0; i < rows.Count; i++)
            members[next[Key(i, by)]++] = i;
        foreach (var (name, number) in names.InOrder())
        {
            // A row that gave way to a later one may have left a theme without any.
            if (ends[number] < ends[number + 1])
                yield return Group(name, members[ends[number]..ends[number + 1]], ranks);
        }
    }

    /// <summary>Refuses what no group could be scored with, before anything is written.</summary>
    public void Check(GroupBy by)
    {
        if (by == GroupBy.Theme && !hasThemes)
            throw new FailureException("--by theme needs a column theme.");
        if (!hasWeights)
            return;
        var heavy = new HashSet<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (weightOf[i] > 0)
                heavy.Add(Key(i, by));
        }

        var filled = Enumerable.Range(0, rows.Count).Select(i => Key(i, by)).Distinct().Count();
        if (heavy.Count < filled)
            throw new FailureException("All weights are 0, or all of some group; at least one of each must be above 0.");
    }

    private static void Put<T>(Chunks<T> column, T value, int place, bool known)
    {
        if (known)
            column[place] = value;
        else
            column.Add(value);
    }

    private int Key(int row, GroupBy by) =>
        by switch
        {
            GroupBy.Forecaster => rows[row].Forecaster,
            GroupBy.Question => rows[row].Question,
            GroupBy.Theme => themeOf[row],
            _ => 0,
        };

    private NameTable? NamesOf(GroupBy by) =>
        by switch
        {
            GroupBy.Forecaster => forecasters,
            GroupBy.Question => questions,
            GroupBy.Theme => themes,
            _ => null,
        };

    private ScoreGroup Group(string? name, int[] members, int[]? ranks)
    {
        int Cluster(int i) => (hasClusters ? clusterOf[i] : rows[i].Question) is var number && ranks is null ? number : ranks![number];
        double[] own = hasWeights ? Array.ConvertAll(members, i => weightOf[i]) : [];
        return new(
            name,
            Array.ConvertAll(members, i => rows[i].Probability),
            Array.ConvertAll(members, i => rows[i].Outcome),
            own.AsSpan().IndexOfAnyExcept(1) < 0 ? [] : own,
            Array.ConvertAll(members, Cluster)
        );
    }

    private readonly record struct Row(int Forecaster, int Question, double Probability, double Outcome);

    private readonly struct Match(Chunks<Row> rows, Row row) : IMatch
    {
        public bool Is(int number) => rows[number].Forecaster == row.Forecaster && rows[number].Question == row.Question;
    }
}
