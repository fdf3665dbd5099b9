using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>What is sent twice, in one file or two, one after the other or at once, is stored once.</summary>
public sealed class RepeatedImportTests(PrivatePostgres postgres)
{
    private static readonly string Claims =
        Files.ClaimsHeader + string.Concat(Enumerable.Range(0, 1_200).Select(n => Files.Claim($"p{n % 600}", 1 + (n / 600))));

    private static readonly string Forecasts =
        Files.ForecastsHeader
        + string.Concat(
            Enumerable.Range(0, 1_500).Select(n => Files.Forecast($"p{n % 500}", $"Person {n % 7}", $"2024-02-{1 + (n / 500):00}", "0.4"))
        );

    [Fact]
    public async Task Lines_are_known_again_within_a_file_across_files_and_in_another_order()
    {
        await using var town = await Town.Start(postgres);
        (await town.Admin.Import(Claims + Claims[Files.ClaimsHeader.Length..])).Counts().ShouldBe("2400 1200 1200 0 done");
        (await town.Admin.Import(Forecasts + Forecasts[Files.ForecastsHeader.Length..], "?createAnalysts=true"))
            .Counts()
            .ShouldBe("3000 1500 1500 0 done");
        var before = await town.Events();
        (await town.Admin.Import(Claims)).Counts().ShouldBe("1200 0 1200 0 done");
        var lines = Forecasts.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (await town.Admin.Import(string.Join("\r\n", lines.Skip(1).Reverse().Prepend(lines[0])))).Counts().ShouldBe("1500 0 1500 0 done");
        (await town.Events()).ShouldBe(before);
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(1_500);
    }

    [Fact]
    public async Task The_same_files_from_several_clients_at_once()
    {
        await using var town = await Town.Start(postgres);
        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => town.Admin.Import(Claims)));
        claims.Sum(c => (int)c.Ok()["accepted"]!).ShouldBe(1_200);
        claims.Sum(c => (int)c.Body!["unchanged"]!).ShouldBe(3_600);
        // Half of them bring the lines in the opposite order: no two may wait for each other for ever.
        var lines = Forecasts.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var reversed = string.Join('\n', lines.Skip(1).Reverse().Prepend(lines[0]));
        var forecasts = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(n => town.Admin.Import(n % 2 == 0 ? Forecasts : reversed, "?createAnalysts=true"))
        );
        forecasts.Sum(c => (int)c.Ok()["accepted"]!).ShouldBe(1_500);
        forecasts.Sum(c => (int)c.Body!["refused"]!).ShouldBe(0);
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_events where stream_id like 'forecast/%'")).ShouldBe(1_500);
        (await town.Server.Scalar<long>("select count(distinct analyst) from forecasts.forecast_intervals")).ShouldBe(7);
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' like 'Person %'")).ShouldBe(7);
    }

    [Fact]
    public async Task With_a_key_a_file_is_taken_once_and_answered_alike()
    {
        await using var town = await Town.Start(postgres);
        var first = await town.Admin.Import(Claims, key: "k1");
        var again = await town.Admin.Import(Claims, key: "k1");
        (again.Code, again.Body!.ToJsonString(), again.Headers.Location).ShouldBe((201, first.Ok().ToJsonString(), first.Headers.Location));
        (await town.Admin.Import(Claims)).Ok()["id"]!.ToString().ShouldNotBe(first.Body!["id"]!.ToString());
        (await town.Admin.Import(Claims, "?dryRun=true", key: "k1")).ShouldBeRefused(422, "idempotency.reused");
        (await town.Admin.Get((string)first.Headers.Location!.OriginalString["/api/".Length..])).Counts().ShouldBe("1200 1200 0 0 done");
    }

    [Fact]
    public async Task A_first_try_that_ended_midway_gives_way_to_the_second_under_its_key()
    {
        await using var town = await Town.Start(postgres);
        var file = Files.ForecastsHeader + Files.Forecast("nowhere", "Ann", "2024-02-01", "0.5");
        var first = await town.Admin.Import(file, key: "midway");
        await town.Server.Scalar<string>("with gone as (delete from forecasts.idempotency returning key) select max(key) from gone");
        var second = await town.Admin.Import(file, key: "midway");
        second.Ok()["id"]!.ToString().ShouldBe(first.Ok()["id"]!.ToString());
        (await town.Admin.Refused(second)).ShouldBe(["2 prediction.unknown"]);
    }
}
