using System.Net.Sockets;
using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>An import is a worker's: it outlives the request, other workers and crashes, and no row is counted twice.</summary>
public sealed class RunningImportTests(PrivatePostgres postgres)
{
    private static readonly string Claims =
        Files.ClaimsHeader + string.Concat(Enumerable.Range(0, 2_500).Select(n => Files.Claim($"p{n}")));

    [Fact]
    public async Task A_client_that_goes_away_after_sending_leaves_an_import_that_goes_on()
    {
        await using var town = await Town.Start(postgres);
        using (var socket = new TcpClient(town.Server.Address.Host, town.Server.Address.Port))
        {
            var body = Encoding.UTF8.GetBytes(Claims);
            await socket
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /api/imports HTTP/1.1\r\nHost: {town.Server.Address.Authority}\r\nAuthorization: Bearer {town.Admin.Token}\r\nContent-Type: text/csv\r\nContent-Length: {body.Length}\r\n\r\n"
                    )
                );
            await socket.GetStream().WriteAsync(body);
            await Until.True(
                async () => await town.Server.Scalar<long>("select count(*) from forecasts.imports") == 1,
                "the file was received"
            );
        }

        await Until.True(
            async () =>
                await town.Server.Scalar<long>("select count(*) from forecasts.imports where state = 'Done' and accepted = 2500") == 1,
            "the import has ended"
        );
        (await town.Server.Scalar<long>("select count(*) from forecasts.import_files")).ShouldBe(0, "the file has done its service");
    }

    [Fact]
    public async Task A_client_that_goes_away_while_sending_leaves_nothing()
    {
        await using var town = await Town.Start(postgres);
        var before = await town.Server.Stored();
        using (var socket = new TcpClient(town.Server.Address.Host, town.Server.Address.Port))
        {
            await socket
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /api/imports HTTP/1.1\r\nHost: {town.Server.Address.Authority}\r\nAuthorization: Bearer {town.Admin.Token}\r\nContent-Type: text/csv\r\nContent-Length: 3000000\r\n\r\n"
                    )
                );
            await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Files.ClaimsHeader + new string('x', 1_500_000)));
            await Until.True(
                async () => await town.Server.Scalar<long>("select count(*) from forecasts.import_files") > 0,
                "a part was stored"
            );
        }

        await Until.True(async () => await town.Server.Scalar<long>("select count(*) from forecasts.import_files") == 0, "it was removed");
        (await town.Server.Scalar<long>("select count(*) from forecasts.imports")).ShouldBe(0);
        (await town.Server.Stored()).ShouldBe(before);
    }

    [Fact]
    public async Task What_a_crash_left_goes_on_at_its_row_and_is_counted_once()
    {
        await using var town = await Town.Start(postgres);
        var bad = Claims + "t/2024,general\n" + Files.Claim("p2500");
        (await town.Admin.Import(bad)).Counts().ShouldBe("2502 2501 0 1 done");
        var (before, imports) = (await town.Events(), town.Server.Services.GetRequiredService<ImportRows>());

        // The state that kill -9 leaves after the first chunk: the file is there, a thousand rows are counted.
        var files = town.Server.Services.GetRequiredService<ImportBytes>();
        var bytes = Encoding.UTF8.GetBytes(bad);
        var admin = await town.Server.Scalar<string>("select by from forecasts.imports");
        (await files.Store("crashed", new MemoryStream(bytes), CancellationToken.None)).Bytes.ShouldBe(bytes.Length);
        var crashed = new Import(
            "crashed",
            admin,
            town.Server.Clock.GetUtcNow(),
            null,
            null,
            bytes.Length,
            0,
            "claims",
            false,
            false,
            ImportState.Running,
            0,
            0,
            0,
            0,
            [],
            null,
            null
        );
        await using (var hold = await town.Server.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // Another worker has it in its hands: this one leaves it alone.
            await using var locked = new Npgsql.NpgsqlCommand(
                "select pg_advisory_lock(hashtext('forecasts.imports'), hashtext('crashed'))",
                hold
            );
            await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await imports.Begin(crashed, CancellationToken.None);
            await imports.Count(crashed, new ChunkResult(1_000, 990, 10, [], ["t"], 5), CancellationToken.None);
            // It thinks it stands at the beginning still: nothing of what it does is stored.
            await Should.ThrowAsync<Npgsql.PostgresException>(() =>
                imports.Count(crashed, new ChunkResult(1_000, 990, 10, [], ["t"], 5), CancellationToken.None)
            );
            await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
            (await town.Admin.Get("imports/crashed")).Counts().ShouldBe("1000 990 10 0 running");
        }

        await Until.True(async () => (string?)(await town.Admin.Get("imports/crashed")).Body!["state"] != "running", "it has gone on");
        (await town.Admin.Get("imports/crashed")).Counts().ShouldBe("2502 990 1511 1 done");
        (await town.Admin.Refused(await town.Admin.Get("imports/crashed"))).ShouldBe(["2502 csv.columns"]);
        (await town.Events()).ShouldBe(before);
    }

    [Fact]
    public async Task A_worker_that_comes_back_too_late_stores_nothing()
    {
        await using var town = await Town.Start(postgres);
        var import = (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1"))).Ok();
        var before = await town.Server.Stored();
        var stale = (await town.Server.Services.GetRequiredService<ImportRows>().Load((string)import["id"]!, CancellationToken.None))!;
        await Should.ThrowAsync<Exception>(() =>
            town
                .Server.Services.GetRequiredService<Commands>()
                .AppendMany(
                    People.Person.Service,
                    new(),
                    unit => ImportRows.Count(unit, stale, new ChunkResult(1, 1, 0, [], [], 0)),
                    null,
                    CancellationToken.None
                )
        );
        (await town.Server.Stored()).ShouldBe(before);
        (await town.Admin.Get($"imports/{import["id"]}")).Counts().ShouldBe("1 1 0 0 done");
    }

    [Fact]
    public async Task Who_asks_for_it_is_answered_at_once_and_sees_the_import_in_the_list()
    {
        await using var town = await Town.Start(postgres);
        var sent = (
            await town.Admin.SendText(
                HttpMethod.Post,
                "imports?wait=0&fileName=claims.csv&createAnalysts=true",
                Files.ClaimsHeader + Files.Claim("p1"),
                "text/csv"
            )
        ).Ok();
        ((string)sent["state"]!, (string)sent["fileName"]!, (int)sent["bytes"]!).ShouldBe(
            ("running", "claims.csv", (Files.ClaimsHeader + Files.Claim("p1")).Length)
        );
        await Until.True(
            async () => (string?)(await town.Admin.Get($"imports/{sent["id"]}")).Body!["state"] == "done",
            "the import has ended"
        );
        (await town.Admin.SendText(HttpMethod.Post, "imports?wait=61", Files.Forecasts, "text/csv")).ShouldBeRefused(422, "import.wait");

        // Olga organises the tournament that it wrote to; Ann has nothing to do with it, and Olga nothing with what stored nothing.
        (await town.Admin.Import(Files.Forecasts))
            .Counts()
            .ShouldBe("1 0 0 1 done");
        (await Ids(town.Admin)).Count.ShouldBe(2);
        (await Ids(town.Organiser)).ShouldBe([(string)sent["id"]!]);
        (await Ids(town.Ann)).ShouldBeEmpty();
        var latest = (await town.Admin.Get("imports?limit=1")).Ok();
        ((string)(await town.Admin.Get($"imports?limit=1&after={latest["next"]}")).Ok()["items"]![0]!["id"]!).ShouldBe((string)sent["id"]!);

        static async Task<List<string>> Ids(Api reader) =>
            [.. (await reader.Get("imports")).Ok()["items"]!.AsArray().Select(i => (string)i!["id"]!)];
    }

    [Theory]
    [InlineData("504B0304140006000800")]
    [InlineData("D0CF11E0A1B11AE1")]
    [InlineData("1F8B0800000000000003")]
    [InlineData("255044462D312E37")]
    public async Task A_spreadsheet_or_archive_is_told_by_its_first_bytes(string hex)
    {
        await using var town = await Town.Start(postgres);
        (await town.Admin.Import([.. Convert.FromHexString(hex), .. new byte[3_000]])).ShouldBeRefused(422, "csv.binary");
        (
            await town.Server.Scalar<long>(
                "select (select count(*) from forecasts.import_files) + (select count(*) from forecasts.imports)"
            )
        ).ShouldBe(0);
    }
}
