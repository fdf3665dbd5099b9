using Forecasts.Domain.Forecasting;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

/// <summary>A path that is said by a property finds that property in what is stored.</summary>
public sealed class StoredPathTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task It_finds_in_the_database_what_the_property_holds()
    {
        await using var town = await Town.Start(postgres);
        await using var session = town.Server.Store.QuerySession();
        var season = (await session.LoadAsync<SeasonRecord>("season/t/2024", TestContext.Current.CancellationToken))!.State;
        var floor = StoredPath.Text<SeasonRecord>(s => s.State.Rules.Scoring.Floor);
        (await town.Server.Scalar<double>($"select (data {floor})::float8 from forecasts.mt_doc_seasonrecord")).ShouldBe(
            season.Rules.Scoring.Floor
        );
        var by = await town.Server.Scalar<string>($"select data {StoredPath.EventBy} from forecasts.mt_events order by seq_id limit 1");
        by.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void It_is_made_of_the_names_as_they_are_stored()
    {
        StoredPath.Text<ForecastEvent.Made>(e => e.Stamp.Import!.Line).ShouldBe("#>> '{stamp,import,line}'");
        StoredPath.Json<Account>(a => a.Roles).ShouldBe("#> '{roles}'");
        StoredPath.Of<ChoiceClaim>(c => c.Options).ShouldBe("{options}");
        Should.Throw<ArgumentException>(() => StoredPath.Of<Account>(a => a.Name.Trim()));
    }
}
