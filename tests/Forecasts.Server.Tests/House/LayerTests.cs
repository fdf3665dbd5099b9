using Forecasts.Server.Setup;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>Arrows between the server's folders point one way: Kernel, People, Store, Layout, Features, Setup.</summary>
public sealed class LayerTests
{
    // From the bottom up; a folder refers to those below it. Features do not refer to each other, but for what is still in the list below.
    private static readonly string[] Layers = ["Kernel", "People", "Store", "Features.Layout", "Features", "Setup"];

    [Fact]
    public void No_arrow_points_upwards()
    {
        var upwards = from arrow in References.Of(typeof(ServerHost).Assembly.Location)
                      where Layer(arrow.Key.From) < Layer(arrow.Key.To)
                      select $"{arrow.Key.From} -> {arrow.Key.To}: {string.Join(", ", arrow.Order())}";
        upwards.ShouldBeEmpty();
    }

    [Fact]
    public void Features_refer_to_each_other_only_where_it_is_known()
    {
        var arrows = from arrow in References.Of(typeof(ServerHost).Assembly.Location)
                     let one = Feature(arrow.Key.From)
                     let other = Feature(arrow.Key.To)
                     where one is not null && other is not null && one != other
                     select $"{one} -> {other}";
        arrows.Distinct().Order(StringComparer.Ordinal).ShouldBe(
            Known.Order(StringComparer.Ordinal), "an arrow that has gone is taken from the list; a new one wants another place for what it points at");
    }

    private static readonly string[] Known =
    [
        "Analysts -> Charts", "Analysts -> Scoring",
        "Charts -> Predictions", "Charts -> Reports", "Charts -> Scoring",
        "Evidence -> Predictions",
        "Imports -> Accounts", "Imports -> Forecasting", "Imports -> Predictions", "Imports -> Review", "Imports -> Seasons",
        "Operations -> Accounts", "Operations -> Evidence", "Operations -> Predictions", "Operations -> Reports", "Operations -> Scoring", "Operations -> Seasons",
        "Predictions -> Evidence", "Predictions -> Forecasting", "Predictions -> Review",
        "Reports -> Scoring", "Reports -> Seasons",
        "Review -> Predictions",
        "Seasons -> Accounts", "Seasons -> Charts", "Seasons -> Predictions", "Seasons -> Reports", "Seasons -> Scoring",
    ];

    private static string? Feature(string folder) => folder.Split('.') is ["Features", not "Layout" and var feature, ..] ? feature : null;

    private static int Layer(string folder)
    {
        var fits = Layers.Where(layer => folder == layer || folder.StartsWith(layer + ".", StringComparison.Ordinal)).MaxBy(layer => layer.Length);
        return fits is null ? throw new ArgumentOutOfRangeException(nameof(folder), folder, "It has no place among the layers.") : Array.IndexOf(Layers, fits);
    }
}
