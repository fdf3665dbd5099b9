using System.Globalization;
using System.IO.Compression;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>A backup is taken while the server runs, restored into an empty place, and a server goes on with it.</summary>
public sealed class BackupTests(PrivatePostgres postgres) : IDisposable
{
    private static readonly string[] Tables =
    [
        "claims",
        "forecast_intervals",
        "score_sheets",
        "scores",
        "crowd_series",
        "season_results",
        "published_reports",
        "secrets",
        "data_protection_keys",
        "discarded_messages",
        "imports",
        "import_refused_rows",
        "mt_events",
        "mt_streams",
        "mt_doc_account",
        "mt_doc_accesstoken",
        "mt_doc_membership",
        "mt_doc_tournament",
        "mt_doc_seasonrecord",
        "mt_doc_predictionrecord",
        "mt_doc_reviewrecord",
        "mt_doc_evidencerecord",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("forecasts-backup-").FullName;

    [Fact]
    public async Task A_restored_installation_is_the_same_to_the_last_digit_and_goes_on()
    {
        var file = Path.Combine(folder, "b.zip");
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var (ann, open) = await Scored(server);
        var report = (await ann.Get("seasons/t/2024/report?version=1")).Ok().ToJsonString();
        var live = await Rows(server.Database);
        live["scores"].Count.ShouldBeGreaterThan(5);
        live["published_reports"].Count.ShouldBe(1);
        live["crowd_series"].Count.ShouldBeGreaterThan(2);
        await BackupCommands.Backup(file, server.Settings);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await ann.Put($"predictions/{open}/claims/1/forecast", new { probability = 0.9 })).Ok();
        (await Should.ThrowAsync<StartRefused>(() => BackupCommands.Backup(file, server.Settings))).Message.ShouldContain(
            "choose another name"
        );

        var there = await postgres.Database();
        await BackupCommands.Restore(file, replace: false, there);
        await using (var untouched = NpgsqlDataSource.Create(there.ConnectionString))
        {
            var restored = await Rows(untouched);
            foreach (var table in Tables)
                restored[table].ShouldBe(live[table], table);
        }

        NpgsqlConnection.ClearAllPools();
        await using var next = await RunningServer.Start(there, server.Clock.GetUtcNow());
        (await next.NotReadyBecause()).ShouldNotContain(w => w.Contains("schema", StringComparison.Ordinal));
        await next.UntilScored("t/2024");
        var known = next.With(ann.Token);
        (await known.Get("seasons/t/2024/report?version=1")).Ok().ToJsonString().ShouldBe(report);
        await Until.True(async () => (await Behind(next)) == 0, "nothing is behind");
        foreach (
            var (table, rows) in (await Rows(next.Database)).Where(t =>
                t.Key is "scores" or "score_sheets" or "season_results" or "crowd_series" or "published_reports"
            )
        )
            rows.ShouldBe(live[table], table);
        await Goes_on(next, known, open);
        (await Should.ThrowAsync<StartRefused>(() => BackupCommands.Restore(file, replace: true, there))).Message.ShouldContain(
            "stop it first"
        );
    }

    [Fact]
    public async Task What_is_filed_during_the_backup_is_in_it_with_all_that_belongs_to_it_or_not_at_all()
    {
        var file = Path.Combine(folder, "b.zip");
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        await Given.Tournament(server, Given.Season(visibility: "open"));
        var (ann, id) = (await server.As("Ann", RoleName.Analyst), await Given.Filed(await server.As("Author", RoleName.Analyst)));
        using var ended = new CancellationTokenSource();
        var filing = Task.Run(async () =>
        {
            for (var i = 1; !ended.IsCancellationRequested; i++)
            {
                server.Clock.Offset += TimeSpan.FromMilliseconds(1);
                (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.001 * (1 + (i % 998)) })).Ok();
            }
        });
        await Until.True(async () => await server.Scalar<long>("select count(*) from forecasts.forecast_intervals") > 5, "some are filed");
        await BackupCommands.Backup(file, server.Settings);
        await ended.CancelAsync();
        await filing;

        var there = await postgres.Database();
        await BackupCommands.Restore(file, replace: false, there);
        await using var restored = NpgsqlDataSource.Create(there.ConnectionString);
        await using var command = restored.CreateCommand(
            """
            select (select count(*) from forecasts.mt_events where stream_id like 'forecast/%'), (select count(*) from forecasts.forecast_intervals),
                   (select count(*) from forecasts.forecast_intervals i join forecasts.mt_events e on e.seq_id = i.sequence)
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        (reader.GetInt64(1), reader.GetInt64(2)).ShouldBe((reader.GetInt64(0), reader.GetInt64(0)));
        reader.GetInt64(0).ShouldBeGreaterThan(5);
        reader
            .GetInt64(0)
            .ShouldBeLessThan(await server.Scalar<long>("select count(*) from forecasts.forecast_intervals"), "more were filed after it");
    }

    [Fact]
    public async Task What_speaks_against_a_restore_is_said_and_nothing_is_changed()
    {
        var (file, there) = (Path.Combine(folder, "b.zip"), await postgres.Database());
        await using (var server = await RunningServer.Start(await postgres.Database(), Given.MidYear))
        {
            await Given.Tournament(server);
            await BackupCommands.Backup(file, server.Settings);
        }

        await BackupCommands.Restore(file, replace: false, there);
        await using var restored = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(there.ConnectionString) { ApplicationName = "test" }.ConnectionString
        );
        var before = await Rows(restored);
        async Task Refused(string name, bool replace, string says)
        {
            (
                await Should.ThrowAsync<StartRefused>(() => BackupCommands.Restore(Path.Combine(folder, name), replace, there))
            ).Message.ShouldContain(says);
            (await Rows(restored))["mt_events"].ShouldBe(before["mt_events"], name);
        }

        await Refused("b.zip", false, "--replace");
        await Refused("none.zip", true, "cannot be read");
        await File.WriteAllTextAsync(Path.Combine(folder, "text.zip"), "hello");
        await Refused("text.zip", true, "no backup");
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(Path.Combine(folder, "short.zip"), bytes[..^1_000]);
        await Refused("short.zip", true, "no backup");
        bytes[bytes.Length / 2] ^= 0xFF;
        await File.WriteAllBytesAsync(Path.Combine(folder, "bent.zip"), bytes);
        await Refused("bent.zip", true, "nothing was changed");
        await Refused(
            Changed(file, "newer.zip", m => m.Replace("[\"", "[\"event_of_tomorrow\",\"", StringComparison.Ordinal)),
            true,
            "event_of_tomorrow"
        );
        await Refused(
            Changed(file, "format.zip", m => m.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal)),
            true,
            "format 2"
        );
        await Refused(
            Changed(file, "postgres.zip", m => m.Replace("\"postgres\":", "\"postgres\":9", StringComparison.Ordinal)),
            true,
            "PostgreSQL 9"
        );
        await Refused(
            Changed(file, "hash.zip", m => m.Replace("\"sha256\":\"", "\"sha256\":\"0", StringComparison.Ordinal)),
            true,
            "nothing was changed"
        );
        await BackupCommands.Restore(file, replace: true, there);
        (await Rows(restored))["mt_events"].ShouldBe(before["mt_events"]);
    }

    private static async Task Goes_on(RunningServer next, Api ann, string open)
    {
        var before = await next.Scalar<long>("select max(seq_id) from forecasts.mt_events");
        (
            await next.Scalar<long>($"select count(*) from forecasts.forecast_intervals where claim = '{open}/1' and value = '{{0.9}}'")
        ).ShouldBe(0, "what came after the backup is not there");
        (await ann.Put($"predictions/{open}/claims/1/forecast", new { probability = 0.35 })).Ok();
        await Until.True(
            async () => await next.Scalar<long>($"select sequence from forecasts.crowd_series where claim = '{open}/1'") > before,
            "the daemon follows the new events"
        );
    }

    /// <summary>Season t/2024 scored and published, and one open prediction of t/2025 with a forecast.</summary>
    private static async Task<(Api Ann, string Open)> Scored(RunningServer server)
    {
        var admin = await Given.Tournament(server, Given.Season(visibility: "open"));
        var (author, judge) = (await server.As("Author", RoleName.Analyst), await server.As("Judge", RoleName.Reviewer));
        Api[] analysts =
        [
            await server.As("Ann", RoleName.Analyst),
            await server.As("Bob", RoleName.Analyst),
            await server.As("Cleo", RoleName.Analyst),
        ];
        var id = await Given.Filed(author, "binary", "three");
        for (var i = 0; i < analysts.Length; i++)
        {
            (
                await analysts[i]
                    .Put(
                        $"predictions/{id}/claims/1/forecast",
                        new { probability = 0.3 + (0.17 * i), rationale = "半对，因为 …\n\"quoted\" \\." }
                    )
            ).Ok();
            (await analysts[i].Put($"predictions/{id}/claims/2/forecast", new { grades = new[] { 0.2, 0.3, 0.5 } })).Ok();
        }

        server.SetClock(Given.InWindow);
        await server.RunWindowJob();
        (
            await judge.Post(
                $"predictions/{id}/evidence",
                new
                {
                    occurredOn = "2024-10-01",
                    text = "It happened.",
                    source = "A paper",
                }
            )
        ).Ok();
        (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes", "2024-10-01"))).Ok();
        (await judge.Post($"predictions/{id}/claims/2/verdicts", Given.Verdict("half"))).Ok();
        await server.UntilScored("t/2024");
        server.SetClock(Given.AfterWindow);
        (await admin.Post("tournaments/t/seasons", Given.Season(2025, visibility: "open"))).Ok();
        await server.RunWindowJob();
        (await admin.Post("seasons/t/2024/publish", new { reason = (string?)null })).Ok();
        var open = (string)
            (
                await author.Post(
                    "seasons/t/2025/predictions",
                    new
                    {
                        theme = "general",
                        title = "Another",
                        coreJudgement = "It goes on.",
                        claims = new[]
                        {
                            new
                            {
                                statement = "It goes on.",
                                type = "binary",
                                criteria = "As the paper says.",
                                due = "2025-12-31",
                            },
                        },
                    }
                )
            ).Ok()["id"]!;
        (await analysts[0].Put($"predictions/{open}/claims/1/forecast", new { probability = 0.6 })).Ok();
        await Until.True(
            async () => await server.Scalar<long>("select count(*) from forecasts.crowd_series") == 3 && await Behind(server) == 0,
            "all is computed"
        );
        return (analysts[0], open);
    }

    private static async Task<int> Behind(RunningServer server)
    {
        var stale = await Forecasts.Server.Store.Stale.Read(server.Database, DateTimeOffset.MinValue, CancellationToken.None);
        return stale.Claims.Count + stale.Crowds.Count + stale.Seasons.Count;
    }

    private string Changed(string file, string name, Func<string, string> change)
    {
        File.Copy(file, Path.Combine(folder, name));
        using var zip = ZipFile.Open(Path.Combine(folder, name), ZipArchiveMode.Update);
        var entry = zip.GetEntry("manifest.json")!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(zip.CreateEntry("manifest.json").Open());
        writer.Write(change(text));
        return name;
    }

    private static async Task<Dictionary<string, List<string>>> Rows(NpgsqlDataSource database)
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            await using var command = database.CreateCommand(
                string.Create(CultureInfo.InvariantCulture, $"select t::text from forecasts.{table} t order by 1")
            );
            await using var reader = await command.ExecuteReaderAsync();
            rows[table] = [];
            while (await reader.ReadAsync())
                rows[table].Add(reader.GetString(0));
        }

        return rows;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
