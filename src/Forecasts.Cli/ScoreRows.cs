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

/// <summary>The rows of a file, column by column: some fifty bytes a row, names kept once.</summary>
public sealed class ScoreRows(bool themes, bool weights, bool clusters)
{
    private readonly Names forecasters = new(), questions = new(), themeNames = new(), clusterNames = new();
    private readonly Dictionary<(int Forecaster, int Question), int> places = [];
    private readonly List<Row> rows = [];
    private readonly List<double> weightOf = [];
    private bool graded;

    /// <summary>Whether the file has the column.</summary>
    public bool HasThemes => themes;

    /// <inheritdoc cref="HasThemes"/>
    public bool HasWeights => weights;

    /// <inheritdoc cref="HasThemes"/>
    public bool HasClusters => clusters;

    /// <summary>One for each forecaster and question.</summary>
    public int Count => rows.Count;

    /// <summary>Takes a row in; an earlier one for the same forecaster and question gives way unless it was made later.</summary>
    public void Add(string forecaster, string question, double probability, double outcome, string theme, double weight, string cluster, long madeAt)
    {
        var key = (forecasters.Number(forecaster), questions.Number(question));
        graded |= outcome is not (0 or 1);
        var row = new Row(key.Item1, key.Item2, themes ? themeNames.Number(theme) : 0, clusters ? clusterNames.Number(cluster) : 0, probability, outcome, madeAt);
        ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(places, key, out var known);
        if (!known)
        {
            place = rows.Count;
            rows.Add(row);
            if (weights) weightOf.Add(weight);
        }
        else if (madeAt >= rows[place].MadeAt)
        {
            rows[place] = row;
            if (weights) weightOf[place] = weight;
        }
    }

    /// <summary>How many groups there are.</summary>
    public int Groups(GroupBy by) => NamesOf(by)?.Count ?? 1;

    /// <summary>The groups by name. The cluster of a row without one is its question.</summary>
    /// <exception cref="FailureException">All weights of a group are 0.</exception>
    public IEnumerable<ScoreGroup> By(GroupBy by)
    {
        // With grades the resampling goes through the clusters in their order, which must not be that of the rows.
        var clusterOf = (clusters ? clusterNames : questions) is var own && graded ? own.Ranks() : null;
        if (NamesOf(by) is not { } names)
        {
            yield return Group(null, [.. Enumerable.Range(0, rows.Count)], clusterOf);
            yield break;
        }

        var members = new int[rows.Count];
        var ends = new int[names.Count + 1];
        foreach (var row in rows) ends[Key(row, by) + 1]++;
        for (var i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
        var next = ends[..^1];
        for (var i = 0; i < rows.Count; i++) members[next[Key(rows[i], by)]++] = i;
        foreach (var (name, number) in names.InOrder()) yield return Group(name, members[ends[number]..ends[number + 1]], clusterOf);
    }

    /// <summary>Refuses what no group could be scored with, before anything is written.</summary>
    public void Check(GroupBy by)
    {
        if (by == GroupBy.Theme && !themes) throw new FailureException("--by theme needs a column theme.");
        if (!weights) return;
        var heavy = new HashSet<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (weightOf[i] > 0) heavy.Add(Key(rows[i], by));
        }

        if (heavy.Count < Groups(by)) throw new FailureException("All weights are 0, or all of some group; at least one of each must be above 0.");
    }

    private static int Key(Row row, GroupBy by) => by switch { GroupBy.Forecaster => row.Forecaster, GroupBy.Question => row.Question, GroupBy.Theme => row.Theme, _ => 0 };

    private Names? NamesOf(GroupBy by) => by switch { GroupBy.Forecaster => forecasters, GroupBy.Question => questions, GroupBy.Theme => themeNames, _ => null };

    private ScoreGroup Group(string? name, int[] members, int[]? clusterOf)
    {
        int Cluster(Row row) => (clusters ? row.Cluster : row.Question) is var number && clusterOf is null ? number : clusterOf![number];
        double[] own = weights ? Array.ConvertAll(members, i => weightOf[i]) : [];
        return new(
            name, Array.ConvertAll(members, i => rows[i].Probability), Array.ConvertAll(members, i => rows[i].Outcome),
            own.AsSpan().IndexOfAnyExcept(1) < 0 ? [] : own, Array.ConvertAll(members, i => Cluster(rows[i])));
    }

    private readonly record struct Row(int Forecaster, int Question, int Theme, int Cluster, double Probability, double Outcome, long MadeAt);

    private sealed class Names
    {
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

        public int Count => numbers.Count;

        public int Number(string name)
        {
            ref var number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out var known);
            if (!known) number = numbers.Count - 1;
            return number;
        }

        public int[] Ranks()
        {
            var ranks = new int[Count];
            foreach (var (rank, (_, number)) in InOrder().Index()) ranks[number] = rank;
            return ranks;
        }

        public IEnumerable<(string Name, int Number)> InOrder() => numbers.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => (n.Key, n.Value));
    }
}
