using Forecasts.Server.Tests.Fixtures;
using Shouldly;
using ServerSchema = Forecasts.Server.Store.Schema;

namespace Forecasts.Server.Tests.Store;

/// <summary>What is current and what is stale is said by the database; the schema's check knows when it says something else.</summary>
public sealed class ViewsTests(PrivatePostgres postgres)
{
    private static readonly string[] Names =
    [
        "current_results",
        "current_scores",
        "current_sheets",
        "sheets",
        "stale_crowds",
        "stale_sheets",
    ];

    private const string All =
        "select string_agg(table_name, ' ' order by table_name) from information_schema.views where table_schema = 'forecasts'";

    [Theory]
    [InlineData("drop view forecasts.stale_sheets; select 0::bigint")]
    [InlineData("drop view forecasts.sheets cascade; select 0::bigint")]
    [InlineData("comment on view forecasts.current_results is 'of another version'; select 0::bigint")]
    [InlineData(
        """
            do $$ declare v text; begin
                foreach v in array '{sheets,current_sheets,current_scores,stale_sheets,stale_crowds,current_results}'::text[]
                loop execute format('comment on view forecasts.%I is %L', v, 'of another version'); end loop;
            end $$; select 0::bigint
            """
    )]
    public async Task A_view_that_is_missing_or_of_another_version_is_noticed_and_made_anew(string damage)
    {
        await using var server = await RunningServer.Start(postgres);
        (await server.Scalar<string>(All)).Split(' ').ShouldBe(Names);
        (await ServerSchema.Assert(server.Settings, Cancellation)).ShouldBeNull();
        await server.Scalar<long>(damage);
        (await ServerSchema.Assert(server.Settings, Cancellation)).ShouldNotBeNull();
        await ServerSchema.Apply(server.Settings, Cancellation);
        (await ServerSchema.Assert(server.Settings, Cancellation)).ShouldBeNull();
        (await server.Scalar<string>(All)).Split(' ').ShouldBe(Names);
    }

    [Fact]
    public async Task Each_reason_to_be_stale_shows_in_the_views()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var filed = await Given.Filed(town.Ann, "binary");
        (await town.Bob.Put($"predictions/{filed}/claims/1/forecast", new { probability = 0.7 })).Ok();
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{filed}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilUpToDate();
        var claim = await town.Server.Scalar<string>("select min(claim) from forecasts.current_sheets where status = 'scored'");
        (await Stale()).ShouldBe("0 0 0");
        (await Current()).ShouldBe("true true");

        // Another resolution: no score of it is current, nor are the season's results.
        await Changed("update forecasts.claims set resolution = resolution + 1", "1 1 1", "false false");
        // Newer events.
        await Changed("update forecasts.claims set sequence = sequence + 1000000", "1 1 0", "true true");
        // Another version, which is shown until there is a newer one.
        await Changed("update forecasts.score_sheets set scorer_version = 0", "1 0 0", "true true");
        // Asked for.
        await Changed(
            "with asked as (insert into forecasts.rescores select 'x', null, '{0}', 'me', now() + interval '1 hour', true) "
                + "update forecasts.claims set claim = claim",
            "1 0 0",
            "true true"
        );
        // Written since.
        await Changed("update forecasts.score_sheets set edition = edition + 1", "0 0 1", "true false");
        await Changed("update forecasts.score_sheets set status = 'tombstone', resolution = 0", "1 1 1", "false false");
        await Changed("delete from forecasts.score_sheets", "1 1 1", "false false");

        // In a transaction that is taken back, so that each starts from what is right.
        async Task Changed(string sql, string stale, string current)
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, claim) + $" where claim = '{claim}'";
            await using var connection = await town.Server.Database.OpenConnectionAsync(Cancellation);
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await using (var command = new Npgsql.NpgsqlCommand(text, connection))
                await command.ExecuteNonQueryAsync(Cancellation);
            await using (var command = new Npgsql.NpgsqlCommand(StaleOnes, connection))
                (await command.ExecuteScalarAsync(Cancellation)).ShouldBe(stale, sql);
            await using (var command = new Npgsql.NpgsqlCommand(CurrentOnes(claim), connection))
                (await command.ExecuteScalarAsync(Cancellation)).ShouldBe(current, sql);
        }

        Task<string> Stale() => town.Server.Scalar<string>(StaleOnes);

        Task<string> Current() => town.Server.Scalar<string>(CurrentOnes(claim));
    }

    // Sheets, those that lack events, and seasons without results of now.
    private const string StaleOnes = """
        select (select count(*) from forecasts.stale_sheets) || ' ' || (select count(*) from forecasts.stale_sheets where behind) || ' '
            || (select count(*) from forecasts.season_results where season not in (select season from forecasts.current_results))
        """;

    private static string CurrentOnes(string claim) =>
        $"""
            select (exists (select from forecasts.current_scores where claim = '{claim}'))::text || ' '
                || (exists (select from forecasts.current_results r join forecasts.claims c using (season) where c.claim = '{claim}'))::text
            """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
