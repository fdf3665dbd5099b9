using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>Yes or no; one probability.</summary>
public sealed record BinaryClaim : ClaimKind
{
    public override string Word => "binary";

    public override ClaimTerms Terms => new(Word);

    public override ClaimShape Shape => ClaimShape.Binary;

    public override string Outcomes => "yes, no";

    public override (Belief? Belief, Rejection? Refused) Read(StatedBelief stated, double lowest, DateTimeOffset at) =>
        stated.MustBe("This claim takes 'probability': one number between 0 and 1.", "probability") is { } form ? (null, form)
        : Limits.Of(stated.Probability!.Value, lowest, "probability") is { } refused ? (null, refused)
        : (new Belief.Probability(stated.Probability.Value), null);

    public override Belief Belief(double[] row) => new Belief.Probability(row[0]);

    public override Outcome? ReadSettled(string word) =>
        word switch
        {
            "yes" => new Outcome.YesNo(true),
            "no" => new Outcome.YesNo(false),
            _ => null,
        };

    public override string CellOutcomes => OutcomeWord.OfYesNo;

    protected override Outcome? ReadLoosely(string text, bool decimalComma) =>
        OutcomeWord.Read(text, decimalComma)?.YesNo is { } yes ? new Outcome.YesNo(yes == 1) : null;

    public override double Index(Outcome outcome) => ((Outcome.YesNo)outcome).Yes ? 1 : 0;

    public override IReadOnlyList<CalibrationPair> Pairs(IReadOnlyList<double> values, double index) => [new(values[0], index)];
}
