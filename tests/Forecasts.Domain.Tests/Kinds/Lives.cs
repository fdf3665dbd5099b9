namespace Forecasts.Domain.Tests.Kinds;

/// <summary>What happens to one claim.</summary>
internal abstract record Act
{
    public abstract record Turn(string Who) : Act;

    /// <param name="Stated">A belief in the options that there are by then.</param>
    public sealed record Believe(string Who, Func<ClaimKind, StatedBelief> Stated) : Turn(Who);

    public sealed record Withdraw(string Who) : Turn(Who);

    public sealed record Option(string Name) : Act;
}

/// <param name="Acts">By day, in order; nobody does two things on one day.</param>
/// <param name="Closes">The day from which its outcome was known.</param>
internal sealed record Life(ClaimKind Kind, IReadOnlyList<(int Day, Act Act)> Acts, int Closes, Func<ClaimKind, Outcome> Outcome);

/// <summary>Random lives of claims of a kind.</summary>
internal static class Lives
{
    private static readonly string[] People = ["a", "b", "c", "d"];

    public static Gen<Life> LivesOf(ClaimKind kind, int days) =>
        Gen.Select(
            Acts(kind, days),
            Gen.Int[1, days],
            Gen.Int[0, 1_000],
            (acts, closes, came) => new Life(kind, acts, closes, of => Came(of, came))
        );

    private static Gen<IReadOnlyList<(int Day, Act Act)>> Acts(ClaimKind kind, int days)
    {
        var turn = Gen.Frequency(
            (4, Beliefs(kind).Select(b => (Func<string, Act>)(who => new Act.Believe(who, b)))),
            (1, Gen.Const<Func<string, Act>>(who => new Act.Withdraw(who)))
        );
        return Gen.Select(Gen.Int[0, days - 1], Gen.OneOf(People), turn, (day, who, act) => (Day: day, Who: who, Act: act(who)))
            .Array[1, 14]
            .SelectMany(turns =>
                Gen.Int[0, days - 1]
                    .Array[0, 2]
                    .Select(added =>
                    {
                        var acts = turns.DistinctBy(t => (t.Day, t.Who)).Select(t => (t.Day, t.Act)).ToList();
                        // An option comes before what is believed that day: from then on it has a share.
                        if (kind is ChoiceClaim)
                            acts.InsertRange(0, added.Index().Select(a => (a.Item, (Act)new Act.Option($"new {a.Index}"))));
                        return (IReadOnlyList<(int, Act)>)[.. acts.OrderBy(a => a.Item1)];
                    })
            );
    }

    private static Gen<Func<ClaimKind, StatedBelief>> Beliefs(ClaimKind kind) =>
        kind switch
        {
            // Options may have come by then.
            ChoiceClaim => Gen.Int[0, 20]
                .Array[8]
                .Where(w => w[..3].Sum() > 0)
                .Select(weights =>
                    (Func<ClaimKind, StatedBelief>)(
                        of =>
                        {
                            var names = ((ChoiceClaim)of).Names;
                            double sum = weights[..names.Count].Sum();
                            return new(Options: names.Zip(weights).ToDictionary(o => o.First, o => o.Second / sum));
                        }
                    )
                ),
            RangedClaim ranged => Gen.Select(
                AnyKinds.Beliefs(kind),
                Gen.Double[0, 0.9],
                Gen.Double[0, 0.9],
                (stated, below, above) => (Func<ClaimKind, StatedBelief>)(_ => Tailed(ranged, stated, below, above))
            ),
            _ => AnyKinds.Beliefs(kind).Select(stated => (Func<ClaimKind, StatedBelief>)(_ => stated)),
        };

    /// <summary>With some of what lies outside the quantiles beyond the ends that are open.</summary>
    private static StatedBelief Tailed(RangedClaim kind, StatedBelief stated, double below, double above) =>
        stated.Quantiles is not { } points
            ? stated
            : stated with
            {
                Below = kind.Bounds.Open.HasFlag(OpenEnds.Lower) ? points[0].Level * below : null,
                Above = kind.Bounds.Open.HasFlag(OpenEnds.Upper) ? (1 - points[^1].Level) * above : null,
            };

    private static Outcome Came(ClaimKind kind, int at) =>
        kind switch
        {
            BinaryClaim => new Outcome.YesNo(at % 2 == 0),
            GradedClaim => new Outcome.Grade(at % 3 / 2.0),
            ChoiceClaim choice => new Outcome.Option(choice.Names[at % choice.Names.Count]),
            DateClaim date => new Outcome.Day(date.From.AddDays((at * 3) - 100)),
            NumberClaim { Step: { } step } number => new Outcome.Number(number.Min + (step * (at % 11))),
            NumberClaim { Open: OpenEnds.Upper } number => new Outcome.Number(number.Min + ((number.Max - number.Min) * at / 900)),
            NumberClaim number => new Outcome.Number(number.Min + ((number.Max - number.Min) * at / 1_000)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
