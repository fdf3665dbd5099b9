using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;

namespace Forecasts.Server.Tests.Operations;

public sealed class ListRefusalTests(Town town) : IClassFixture<Town>, IAsyncLifetime
{
    private string import = "";

    public async ValueTask InitializeAsync() => import = (string)(await town.Admin.Import(Files.Forecasts)).Ok()["id"]!;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("tournaments")]
    [InlineData("tournaments/t/seasons")]
    [InlineData("tournaments/t/people")]
    [InlineData("seasons/t/2024/predictions")]
    [InlineData("seasons/t/2024/standings")]
    [InlineData("imports")]
    [InlineData("imports/{i}/refused")]
    public async Task A_page_has_1_to_200_items(string path)
    {
        path = path.Replace("{i}", import, StringComparison.Ordinal);
        foreach (var limit in (int[])[0, -1, 201])
            (await town.Admin.Get($"{path}?limit={limit}")).ShouldBeRefused(422, "paging.limit");
        foreach (var limit in (int[])[1, 200])
            (await town.Admin.Get($"{path}?limit={limit}")).Ok();
        (await town.Admin.Get($"{path}?limit=many")).ShouldBeRefused(400, "request.malformed");
    }

    [Theory]
    [InlineData("tournaments?after=%00", 422, "text.control-character")]
    [InlineData("seasons/t/2024/predictions?after=%00", 422, "text.control-character")]
    [InlineData("imports/{i}/refused?after=x", 400, "request.malformed")]
    [InlineData("tournaments/t/seasons?after=x", 400, "request.malformed")]
    [InlineData("seasons/t/2024/standings?by=luck", 422, "standings.by")]
    public async Task A_cursor_that_no_list_gave_is_refused(string path, int status, string code) =>
        (await town.Admin.Get(path.Replace("{i}", import, StringComparison.Ordinal))).ShouldBeRefused(status, code);
}
