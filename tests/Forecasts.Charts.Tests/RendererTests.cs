namespace Forecasts.Charts.Tests;

/// <summary>The engine: many callers, wrong specifications, too much work.</summary>
public sealed class RendererTests(Renderer renderer) : IClassFixture<Renderer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_callers_at_once_get_each_their_own_picture()
    {
        Renderer.Needed();
        var specs = Gallery.All.SelectMany(c => Enum.GetValues<Shade>().Select(s => c.Specify(new(s)))).ToList();
        var alone = new List<string>();
        foreach (var spec in specs)
            alone.Add(await renderer.Charts.ToSvg(spec, Cancellation));
        var together = await Task.WhenAll(
            Enumerable.Range(0, 3).SelectMany(_ => specs).Select(s => renderer.Charts.ToSvg(s, Cancellation))
        );
        together.ShouldBe(Enumerable.Range(0, 3).SelectMany(_ => alone));
    }

    [Fact]
    public async Task Another_engine_draws_the_same_bytes()
    {
        Renderer.Needed();
        using var other = new ChartRenderer();
        foreach (var chart in Gallery.All.Reverse())
            (await other.ToSvg(chart.Specify(new()), Cancellation)).ShouldBe(
                await renderer.Charts.ToSvg(chart.Specify(new()), Cancellation)
            );
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("[]", "Invalid specification")]
    [InlineData("""{"data": {"values": [{"a": 1}]}, "marks": "bar"}""", "Invalid specification")]
    [InlineData(
        """{"data": {"url": "https://example.org/data.csv"}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}""",
        "example.org"
    )]
    [InlineData("""{"data": {"values": []}, "transform": [{"calculate": "1 +", "as": "b"}], "mark": "bar"}""", "Unexpected end of input")]
    public async Task What_cannot_be_drawn_is_named_with_its_cause_and_the_next_chart_is_drawn(string spec, string cause)
    {
        Renderer.Needed();
        var failed = await Should.ThrowAsync<ChartFailed>(() => renderer.Charts.ToSvg(new("wrong one", spec), Cancellation));
        failed.Message.ShouldStartWith("The chart 'wrong one' cannot be drawn: ");
        failed.Message.ShouldContain(cause, Case.Insensitive);
        (await renderer.Charts.ToSvg(Gallery.Murphy.Specify(new()), Cancellation)).ShouldStartWith("<svg");
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up_and_the_next_chart_is_drawn()
    {
        Renderer.Needed();
        using var hasty = new ChartRenderer(TimeSpan.FromSeconds(2));
        var endless = new ChartSpec(
            "endless",
            """{"data": {"sequence": {"start": 0, "stop": 1e10}}, "mark": "point", "encoding": {"x": {"field": "data", "type": "quantitative"}}}"""
        );
        (await Should.ThrowAsync<ChartFailed>(() => hasty.ToSvg(endless, Cancellation))).Chart.ShouldBe("endless");
        (await hasty.ToSvg(Gallery.Murphy.Specify(new()), Cancellation)).ShouldStartWith("<svg");
    }

    [Fact]
    public async Task Who_no_longer_waits_is_left_out()
    {
        Renderer.Needed();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => renderer.Charts.ToSvg(Gallery.Murphy.Specify(new()), gone.Token));
    }

    [Fact]
    public async Task A_closed_renderer_says_so()
    {
        Renderer.Needed();
        var closed = new ChartRenderer();
        closed.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => closed.ToSvg(Gallery.Murphy.Specify(new()), Cancellation));
    }
}
