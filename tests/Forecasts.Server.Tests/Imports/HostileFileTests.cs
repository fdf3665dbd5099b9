using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>Files that nobody wrote in good faith: each gets its code, and nothing of it is half-stored.</summary>
public sealed class HostileFileTests(Town town) : IClassFixture<Town>
{
    private const string AllClaimColumns =
        "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,author,filed_at,cluster,weight,rank,outcome,decided_at,resolved_at";
    private const string AllForecastColumns = "season,prediction,claim,analyst,made_at,probability,value_json,ends_at,rationale";

    [Theory]
    [InlineData(AllClaimColumns, "t/2024,general,zero,T,J,1,S,binary,C,2024-12-31,Ann,2024-02-01,c,1,1,yes,2024-03-01,2024-04-01")]
    [InlineData(AllForecastColumns, "t/2024,zero,1,Ann,2024-02-01,0.5,,2024-03-01T00:00:00Z,because")]
    public async Task A_zero_in_any_column_or_heading_is_refused(string header, string line)
    {
        var (before, cells) = (await town.Server.Stored(), line.Split(','));
        var lines = Enumerable
            .Range(0, cells.Length)
            .SelectMany(
                i => (string[])["\0", cells[i] + "\0", "\0" + cells[i], $"\"{cells[i]}\0\""],
                (i, zero) => string.Join(',', cells.Select((c, j) => j == i ? zero : c))
            );
        var import = await town.Admin.Import($"{header}\n{string.Join('\n', lines)}\n");
        var refused = await town.Admin.Refused(import);
        refused.ShouldBe(Enumerable.Range(2, 4 * cells.Length).Select(n => $"{n} text.control-character"));
        var columns = header.Split(',');
        for (var i = 0; i < columns.Length; i++)
            (await town.Admin.Import(string.Join(',', columns.Select((c, j) => i == j ? c + "\0" : c)) + "\n" + line)).ShouldBeRefused(
                422,
                "text.control-character"
            );
        (await town.Server.Stored()).ShouldBe(before);
    }

    /// <summary>What no rule would take must be refused line by line, not end the import; a dry run says the same.</summary>
    [Theory]
    [InlineData(
        AllClaimColumns,
        "t/2024,nowhere,strange,T,J,1,S,binary,C,2024-12-31,Ann,2024-02-01,c,1,1,yes,2024-03-01,2024-04-01",
        false
    )]
    [InlineData(AllClaimColumns, "t/2024,general,strange,T,J,1,S,binary,C,2024-12-31,Ann,2024-02-01,c,1,1,,2024-03-01,2024-04-01", true)]
    [InlineData(AllForecastColumns, "t/2024,nowhere,9,Ann,2024-02-01,0.5,,2024-03-01T00:00:00Z,because", false)]
    [InlineData(AllForecastColumns, "t/2024,known,1,Ann,2024-02-01,0.5,,2024-03-01T00:00:00Z,because", true)]
    public async Task Strange_cells_are_refused_each_with_its_line_and_a_sentence(string header, string line, bool right)
    {
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("known"))).Ok();
        var before = await town.Server.Stored();
        string[] strange =
        [
            "\u0001",
            "\u007f",
            "\uffff",
            "💥",
            "%s%n",
            "'; drop table x; --",
            "../..",
            "9999-12-31",
            "0001-01-01",
            "138-01-01",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
            "-1",
            "1e400",
            "99999999999999999999",
            "NaN",
            "{\"probability\":1e999}",
            "{\"probability\":0.5,\"rationale\":\"x\"}",
            new string('[', 500),
            new string('x', 200_000),
            "\"",
            " ",
            "a\nb\r\nc",
        ];
        var cells = line.Split(',');
        var (at, lines, file) = (2, new List<int>(), new StringBuilder(header + "\n"));
        foreach (var (column, text) in Enumerable.Range(0, cells.Length).SelectMany(_ => strange, (i, text) => (i, text)))
        {
            var row =
                string.Join(',', cells.Select((c, i) => i == column ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c))
                + "\n";
            file.Append(row);
            lines.Add(at);
            at += row.Count(c => c == '\n');
        }

        var dry = await town.Admin.Import(file.ToString(), "?dryRun=true");
        (await town.Server.Stored()).ShouldBe(before);
        var real = await town.Admin.Import(file.ToString());
        ((string)real.Ok()["state"]!).ShouldBe("done");
        (real.Counts(), (int)real.Body!["rows"]!).ShouldBe((dry.Counts(), lines.Count));
        var refused = await town.Admin.Refused(real);
        refused.ShouldBe(await town.Admin.Refused(dry));
        refused.ShouldAllBe(r => r.Split(' ').Length == 2);
        refused
            .Select(r => int.Parse(r.Split(' ')[0], CultureInfo.InvariantCulture))
            .Except(lines)
            .ShouldBeEmpty("each is the number of a row's first line");
        if (!right)
            refused.Count.ShouldBe(lines.Count);
        if (!right)
            (await town.Server.Stored()).ShouldBe(before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(1_200)]
    [InlineData(2_499)]
    public async Task Invalid_UTF_8_on_any_line_stores_nothing(int at)
    {
        var before = await town.Server.Stored();
        var records = await town.Server.Scalar<long>("select count(*) from forecasts.imports");
        foreach (
            var bad in (byte[][])
                [
                    [0xC3, 0x28],
                    [0x80],
                    [0xFF, 0xFE],
                    [0xC0, 0x80],
                    [0xED, 0xA0, 0x80],
                    [0xF4, 0x90, 0x80, 0x80],
                    [0xE5, 0xA5],
                ]
        )
        {
            using var file = new MemoryStream();
            for (var line = 0; line < 2_500; line++)
            {
                var text = line == 0 ? Files.ClaimsHeader : Files.Claim($"utf{line}");
                file.Write(Encoding.UTF8.GetBytes(line == at ? text.TrimEnd() : text));
                if (line == at)
                    file.Write([.. bad, (byte)'\n']);
            }

            if (at == 2_499)
                file.SetLength(file.Length - 1); // The file ends within the character.
            (await town.Admin.Import(file.ToArray())).ShouldBeRefused(422, "csv.not-utf8");
        }

        (await town.Server.Stored()).ShouldBe(before);
        (await town.Server.Scalar<long>("select count(*) from forecasts.imports")).ShouldBe(records);
    }

    [Fact]
    public async Task A_character_cut_by_the_buffers_is_no_fault()
    {
        // Three bytes each: whatever the size of a buffer, some character lies across its end.
        var file =
            Files.ForecastsHeader.TrimEnd()
            + ",rationale\n"
            + string.Concat(
                Enumerable
                    .Range(0, 200)
                    .Select(n => Files.Forecast("nowhere", "Ann", "2024-02-01", "0.5").TrimEnd() + "," + new string('好', 1_000 + n) + "\n")
            );
        (await town.Admin.Import(file)).Counts().ShouldBe("200 0 0 200 done");
    }

    [Theory]
    [InlineData(ReceiveImport.LargestFile + 1)]
    [InlineData(2L * 1024 * 1024 * 1024)]
    public async Task A_file_over_the_limit_is_refused_before_it_is_sent(long length)
    {
        using var socket = new TcpClient(town.Server.Address.Host, town.Server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST /api/imports HTTP/1.1\r\nHost: {town.Server.Address.Authority}\r\nAuthorization: Bearer {town.Admin.Token}\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\nConnection: close\r\n\r\nseason,"
                )
            )
        );
        var answer = await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("\"code\":\"body.too-large\"");
    }

    [Fact]
    public async Task Other_bodies_are_no_files()
    {
        (await town.Admin.Post("imports", new { a = 1 })).ShouldBeRefused(415, "media.unsupported");
        (await town.Admin.SendText(HttpMethod.Post, "imports?dryRun=maybe", Files.Forecasts, "text/csv")).ShouldBeRefused(
            400,
            "request.malformed"
        );
        (await town.Server.Anonymous().Import(Files.Forecasts)).ShouldBeRefused(401, "token.missing");
        var own = await town.Ann.Import(Files.Forecasts);
        (await town.Bob.Get($"imports/{own.Ok()["id"]}")).ShouldBeRefused(404, "import.unknown");
        (await town.Bob.Get($"imports/{own.Body!["id"]}/refused")).ShouldBeRefused(404, "import.unknown");
    }
}
