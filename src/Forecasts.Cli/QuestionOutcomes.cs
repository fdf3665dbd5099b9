using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>The outcome of each question of a file by the line that said it first; one that has another as well is remarked.</summary>
internal sealed class QuestionOutcomes
{
    private const double Void = -1,
        Open = -2;
    private const int Named = 5;

    private readonly Chunks<double> outcomes = new();
    private readonly Chunks<int> lines = new();

    private readonly List<string> first = [];
    private long count;

    /// <summary>The first questions with two outcomes, and how many rows contradict an earlier one.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (count == 0)
                return [];
            var contradict = count == 1 ? "1 row contradicts an earlier one" : $"{Cells.Whole(count)} rows contradict earlier ones";
            return [.. first, $"{contradict} of the same question; each row is scored by its own outcome."];
        }
    }

    /// <summary>Takes what a line says of a question.</summary>
    public void Add(int question, OutcomeWord word, int line, Func<int, string> name)
    {
        var outcome = word.Said switch
        {
            OutcomeSaid.Void => Void,
            OutcomeSaid.Open => Open,
            _ => word.Share,
        };
        // A question that stood in a refused row alone has a number and no outcome.
        while (outcomes.Count <= question)
        {
            outcomes.Add(double.NaN);
            lines.Add(0);
        }

        if (lines[question] == 0)
            (outcomes[question], lines[question]) = (outcome, line);
        if (outcomes[question] == outcome || count++ >= Named)
            return;
        first.Add($"Question {name(question)} has outcome {Said(outcomes[question], lines[question])} and {Said(outcome, line)}.");
    }

    private static string Said(double outcome, int line) => $"{Word(outcome)} in line {Cells.Whole(line)}";

    private static string Word(double outcome) =>
        outcome switch
        {
            Void => "void",
            Open => "open",
            _ => Cells.Full(outcome),
        };
}
