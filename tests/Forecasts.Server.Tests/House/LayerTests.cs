using Forecasts.Server.Setup;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>
/// Arrows between the server's folders point one way: Kernel, People, Store, Layout, Features, Pages, Setup. Views count too.
/// </summary>
public sealed class LayerTests
{
    // From the bottom up; a folder refers to those below it.
    private static readonly string[] Layers = ["Kernel", "People", "Store", "Features.Layout", "Features", "Pages", "Setup"];

    // What every feature may read: how the claims came out and what that says of people.
    private const string Read = "Results";

    private static readonly string[] Known =
    [
        // A season that an import plans may have opened, or closed, long ago; only the jobs act by the calendar.
        "Imports -> Seasons: SeasonsFromFile -> Jobs",
    ];

    private static readonly ILookup<(string From, string To), string> Arrows = References.Of(typeof(ServerHost).Assembly.Location);

    [Fact]
    public void No_arrow_points_upwards() =>
        Arrows
            .Where(arrow => Layer(arrow.Key.From) < Layer(arrow.Key.To))
            .Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To}: {string.Join(", ", arrow.Order())}")
            .ShouldBeEmpty();

    [Fact]
    public void Features_know_the_results_and_none_of_each_other_but_for_what_is_listed()
    {
        var arrows =
            from arrow in Arrows
            let one = Feature(arrow.Key.From)
            let other = Feature(arrow.Key.To)
            where one is not null && other is not (null or Read) && one != other
            from types in arrow
            select $"{one} -> {other}: {types}";
        arrows
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                Known.Order(StringComparer.Ordinal),
                "an arrow that has gone is taken from the list; a new one wants another place for what it points at"
            );
    }

    [Fact]
    public void Views_are_looked_at_too() => Arrows[("Pages", "Features.Layout")].ShouldContain("Pages__Claim -> Features_Layout__Mark");

    private static string? Feature(string folder) => folder.Split('.') is ["Features", not "Layout" and var feature, ..] ? feature : null;

    private static int Layer(string folder)
    {
        var fits = Layers
            .Where(layer => folder == layer || folder.StartsWith(layer + ".", StringComparison.Ordinal))
            .MaxBy(layer => layer.Length);
        return fits is null
            ? throw new ArgumentOutOfRangeException(nameof(folder), folder, "It has no place among the layers.")
            : Array.IndexOf(Layers, fits);
    }
}
