using System.Reflection;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests.House;

/// <summary>An event that Evolve does not know stops the daemon: every nested record of a union must pass through it.</summary>
public class EveryEventIsHandledTests
{
    private static readonly Dictionary<Type, Action<object>> Evolves = new()
    {
        [typeof(SeasonEvent)] = e => Season.Evolve(ASeason(), (SeasonEvent)e),
        [typeof(PredictionEvent)] = e => Prediction.Evolve(Robots, (PredictionEvent)e),
        [typeof(ForecastEvent)] = e => Forecast.Evolve(null, "forecast/pr1/p", (ForecastEvent)e),
        [typeof(EvidenceEvent)] = e => EvidenceFile.Evolve(new EvidenceFile("evidence/pr1", []), "evidence/pr1", (EvidenceEvent)e),
        [typeof(ReviewEvent)] = e => ClaimReview.Evolve(null, (ReviewEvent)e),
    };

    private static readonly Type[] Unions =
    [
        .. typeof(Stamp).Assembly.GetTypes().Where(t => t.IsAbstract && !t.IsSealed && t.Name.EndsWith("Event", StringComparison.Ordinal)),
    ];

    private static Type[] EventsOf(Type union) => [.. union.Assembly.GetTypes().Where(t => t.IsSubclassOf(union))];

    [Fact]
    public void Every_union_is_listed_here() => Unions.ShouldBe(Evolves.Keys, ignoreOrder: true);

    [Fact]
    public void Every_event_is_nested_in_its_union_sealed_and_handled()
    {
        foreach (var union in Unions)
        {
            EventsOf(union).ShouldNotBeEmpty();
            foreach (var happened in EventsOf(union))
            {
                happened.IsSealed.ShouldBeTrue(happened.FullName);
                happened.DeclaringType.ShouldBe(union);
                Should.NotThrow(() => Evolves[union](Sample(happened)), happened.FullName);
            }
        }
    }

    [Fact]
    public void No_two_events_have_the_same_name_in_the_log() =>
        Unions.SelectMany(EventsOf).Select(e => e.DeclaringType!.Name + "." + e.Name).ShouldBeUnique();

    /// <summary>An event with a value in every place that Evolve may look at.</summary>
    private static object Sample(Type type)
    {
        object?[] arguments = [.. type.GetConstructors().Single().GetParameters().Select(Argument)];
        return Activator.CreateInstance(type, arguments)!;

        static object? Argument(ParameterInfo p) =>
            p.ParameterType switch
            {
                var t when t == typeof(Stamp) => By(Ann, Summer),
                var t when t == typeof(Claim) => AClaim(9),
                var t when t == typeof(Outcome) => OutcomeOf("yes"),
                var t when t == typeof(string) => "x",
                var t when t == typeof(IReadOnlyList<Claim>) => Array.Empty<Claim>(),
                { IsValueType: true } t => Activator.CreateInstance(t),
                _ => null,
            };
    }
}
