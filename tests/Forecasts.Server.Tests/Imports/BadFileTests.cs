using System.Text;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>Files that are wrong as a whole store nothing; lines that are wrong are listed and the others stored.</summary>
public sealed class BadFileTests(PrivatePostgres postgres)
{
    private const string Claims = "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due\n";
    private const string Claim = "t/2024,general,p1,A title,A judgement,1,It happens.,binary,As the paper says.,2024-12-31\n";
    private const string Forecasts = "season,prediction,claim,analyst,made_at,probability\n";

    [Fact]
    public async Task Wrong_files_are_refused_as_a_whole_and_wrong_lines_one_by_one()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var admin = await Given.Tournament(server);
        var before = await Events(server);
        (await admin.Import("a,b\n1,2\n")).ShouldBeRefused(422, "csv.header");
        (await admin.Import("")).ShouldBeRefused(422, "csv.empty");
        (await admin.Import(Claims.Replace(",due", "") + Claim)).ShouldBeRefused(422, "csv.column-missing");
        (await admin.Import(Claims.TrimEnd() + ",colour\n")).ShouldBeRefused(422, "csv.column-unknown");
        (await admin.Import([.. Encoding.UTF8.GetBytes(Claims + Claim), 0xC3, 0x28, 0x0A])).ShouldBeRefused(422, "csv.not-utf8");
        (await Events(server)).ShouldBe(before, "nothing is half-stored");

        var long10MB = await admin.Import(Claims + Claim.Replace("A judgement", new string('x', 10_000_000)));
        ((string)long10MB.Ok()["errorCode"]!).ShouldBe("csv.malformed");
        (await Events(server)).ShouldBe(before);

        var dry = (await admin.Import(Claims + Claim, "?dryRun=true")).Ok();
        ((int)dry["accepted"]!).ShouldBe(1);
        (await Events(server)).ShouldBe(before);

        // A byte-order mark and CRLF are no fault.
        var filed = (await admin.Import([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes((Claims + Claim).Replace("\n", "\r\n"))])).Ok();
        ((int)filed["accepted"]!).ShouldBe(1, filed.ToJsonString());
        var after = await Events(server);
        ((int)(await admin.Import(Claims + Claim)).Ok()["unchanged"]!).ShouldBe(1);
        (await Events(server)).ShouldBe(after, "twice is once");
        var more = (await admin.Import(Claims.Replace(",due", ",due,options") + Claim.Replace("p1", "p2").TrimEnd() + ",a|b\n")).Ok();
        ((string)(await admin.Get($"imports/{more["id"]}/refused")).Ok()["items"]![0]!["code"]!).ShouldBe(
            "claim.column",
            "what cannot be kept is not passed over"
        );
        (await Events(server)).ShouldBe(after);

        var lines =
            Forecasts
            + string.Join(
                '\n',
                "t/2024,p1,1,Zoe,,0.4",
                "t/2024,p1,1,Zoe,2024-02-01,NaN",
                "t/2024,p1,1,Zoe,2024-02-01,1.5",
                "t/2024,p1,1,Zoe,2024-02-01,abc",
                "t/2024,nowhere,1,Zoe,2024-02-01,0.5",
                "t/1999,p1,1,Zoe,2024-02-01,0.5",
                "t/2024,p1,7,Zoe,2024-02-01,0.5",
                "t/2024,p1,1,Zoe,2023-02-01,0.5",
                "t/2024,p1,1,Zoe,2025-02-01,0.5",
                "t/2024,p1,1,Zoe,2024-02-01",
                "t/2024,p1,1,Zoe,0138-02-01,0.5",
                "t/2024,p1,1,Zoe,2024-03-01,1"
            )
            + "\n";
        var import = (await admin.Import(lines, "?createAnalysts=true")).Ok();
        ((int)import["accepted"]!).ShouldBe(2, import.ToJsonString());
        var refused = (await admin.Get($"imports/{import["id"]}/refused?limit=5")).Ok();
        var rest = (await admin.Get($"imports/{import["id"]}/refused?after={refused["next"]}")).Ok();
        refused["items"]!
            .AsArray()
            .Concat(rest["items"]!.AsArray())
            .Select(r => $"{r!["line"]} {r["code"]}")
            .ShouldBe([
                "3 forecast.out-of-range",
                "4 forecast.out-of-range",
                "5 forecast.out-of-range",
                "6 prediction.unknown",
                "7 season.unknown",
                "8 claim.unknown",
                "9 forecast.before-opening",
                "10 import.future",
                "11 csv.columns",
                "12 forecast.before-opening",
            ]);
        ((int)(await admin.Import(Forecasts + "t/2024,p1,1,Nobody,,0.5\n")).Ok()["refused"]!).ShouldBe(
            1,
            "unknown people are created only where it is asked for"
        );
    }

    [Fact]
    public async Task An_imported_outcome_settles_the_claim_and_leaves_a_record()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.InWindow);
        var admin = await Given.Tournament(server);
        var import = (await admin.Import(Claims.TrimEnd() + ",outcome\n" + Claim.TrimEnd() + ",yes\n")).Ok();
        ((int)import["accepted"]!).ShouldBe(1, import.ToJsonString());
        var id = (string)(await admin.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;
        var prediction = (await admin.Get($"predictions/{id}")).Ok();
        ((string)prediction["claims"]![0]!["outcome"]!).ShouldBe("yes");
        ((bool)prediction["claims"]![0]!["imported"]!).ShouldBeTrue();
        prediction["evidence"]!.AsArray().Count.ShouldBe(1);
    }

    private static Task<long> Events(RunningServer server) => server.Scalar<long>("select count(*) from forecasts.mt_events");
}
