using System.Text.Json;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Domain.Tests.Kinds;

/// <summary>What holds for a claim of every kind.</summary>
public class EveryKindTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TheoryData<int> All => [.. Enumerable.Range(0, AnyKinds.All.Count)];

    [Fact]
    public void There_is_a_sample_of_every_kind()
    {
        var kinds = typeof(ClaimKind).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ClaimKind)) && !t.IsAbstract);
        AnyKinds.All.Select(k => k.GetType()).Distinct().ShouldBe(kinds, ignoreOrder: true);
        AnyKinds.All.Select(k => k.Word).Distinct().ShouldBe(ClaimTerms.Types);
        AnyKinds.All.Select(k => k.Shape).Distinct().ShouldBe(Enum.GetValues<ClaimShape>(), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_terms_describe_it(int n)
    {
        var kind = AnyKinds.All[n];
        kind.Validate().ShouldBeNull();
        kind.Terms.Read().Kind.ShouldBe(kind);
        JsonSerializer.Deserialize<ClaimKind>(JsonSerializer.Serialize(kind, Json), Json).ShouldBe(kind);
    }

    [Fact]
    public void What_was_taken_once_is_read_from_the_log_whatever_is_refused_today()
    {
        const string kind = """{"type":"number","range":{"min":0,"max":10},"unit":" ","tolerance":20,"step":3}""";
        var read = JsonSerializer.Deserialize<ClaimKind>(kind, Json)!;
        read.Validate().ShouldNotBeNull();
        read.Terms.Unit.ShouldBe(" ");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ClaimKind>("""{"type":"sonnet"}""", Json));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_belief_is_the_same_after_a_row_and_after_a_document(int n)
    {
        var kind = AnyKinds.All[n];
        AnyKinds
            .Beliefs(kind)
            .Sample(
                stated =>
                {
                    var (belief, refused) = kind.Read(stated, 0, Summer);
                    refused.ShouldBeNull();
                    kind.Belief(belief!.Row).ShouldBe(belief);
                    JsonSerializer.Deserialize<Belief>(JsonSerializer.Serialize(belief, Json), Json).ShouldBe(belief);
                    kind.Read(belief!.Stated, 0, Summer).Belief.ShouldBe(belief);
                },
                iter: 200
            );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Scoring_takes_the_numbers_of_every_belief_with_every_outcome(int n)
    {
        var kind = AnyKinds.All[n];
        var window = new ClaimWindow(Opens, Close, Close, Close);
        Gen.Select(AnyKinds.Beliefs(kind), AnyKinds.Beliefs(kind), Gen.Int[0, 1_000])
            .Sample(
                (a, b, at) =>
                {
                    TimedForecast[] forecasts = [Stands("a", a), Stands("b", b)];
                    var sheet = ClaimScores.Score(
                        kind.Shape,
                        kind.Index(Outcome(kind, at)),
                        window,
                        forecasts,
                        new ScoreOptions(),
                        kind.OpenBounds
                    );
                    sheet.Forecasters.Count.ShouldBe(2);
                    sheet.Forecasters.Sum(f => f.Peer).ShouldBe(0, 1e-9);
                },
                iter: 100
            );

        TimedForecast Stands(string who, StatedBelief stated) =>
            new(who, Opens, null, kind.Values(kind.Read(stated, 0, Summer).Belief!.Row), false);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_outcomes_read_back_from_their_words(int n)
    {
        var kind = AnyKinds.All[n];
        Gen.Int[0, 1_000]
            .Sample(at =>
            {
                var outcome = Outcome(kind, at);
                kind.ReadOutcome(outcome.Word).ShouldBe(outcome);
                kind.Check(outcome, "verdict").ShouldBeNull();
                kind.Agreed([outcome, outcome]).ShouldBe(outcome);
                JsonSerializer.Deserialize<Outcome>(JsonSerializer.Serialize(outcome, Json), Json).ShouldBe(outcome);
            });
        kind.ReadOutcome("void:organiser").ShouldBe(new Outcome.Void("organiser"));
        kind.ReadOutcome("void:whatever").ShouldBeNull();
        kind.ReadOutcome("perhaps, perhaps not").ShouldBeNull();
    }

    /// <summary>Any outcome of the kind; of a range what lies within it.</summary>
    private static Outcome Outcome(ClaimKind kind, int at) =>
        kind switch
        {
            BinaryClaim => new Outcome.YesNo(at % 2 == 0),
            GradedClaim => new Outcome.Grade(at % 3 / 2.0),
            ChoiceClaim choice => new Outcome.Option(choice.Names[at % choice.Names.Count]),
            DateClaim date => new Outcome.Day(date.From.AddDays(at)),
            NumberClaim { Step: { } step } number => new Outcome.Number(number.Min + (step * (at % 11))),
            NumberClaim number => new Outcome.Number(number.Min + ((number.Max - number.Min) * at / 1_000)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
