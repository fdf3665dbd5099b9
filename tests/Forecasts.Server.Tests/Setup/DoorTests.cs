using System.Net;
using System.Text;
using Forecasts.Server.Features.Imports;
using Forecasts.Server.Setup;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>What stands in front of the features: hosts and proxies, forged forms, cursors, clocks, the log, uploads.</summary>
public sealed class DoorTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_redirect_names_no_host_that_the_request_made_up()
    {
        await using var server = await RunningServer.Start(postgres);
        using var answer = await Ask(server, "/imports", "evil.example");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/sign-in?returnUrl=%2Fimports");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("evil.example");
    }

    [Fact]
    public async Task Where_the_public_address_is_https_cookies_are_secure_and_browsers_stay_with_it()
    {
        await using var server = await RunningServer.Start(
            await postgres.Database() with
            {
                PublicUrl = new("https://forecasts.example.org"),
            }
        );
        await Given.Tournament(server, Given.Season());
        await server.As("Ann");
        using var answer = await Ask(server, "/sign-in/x", "internal:8080");
        answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldBe("max-age=31536000");
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("; secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_is_believed_only_where_it_is_known()
    {
        await using var stranger = await RunningServer.Start(postgres);
        await using var known = await RunningServer.Start(
            await postgres.Database() with
            {
                KnownProxies = [IPNetwork.Parse("127.0.0.0/8")],
            }
        );
        (await Secure(stranger)).ShouldBeFalse();
        (await Secure(known)).ShouldBeTrue();

        static async Task<bool> Secure(RunningServer server)
        {
            using var answer = await Ask(
                server,
                "/sign-in/x",
                "forecasts.example.org",
                ("X-Forwarded-Proto", "https"),
                ("X-Forwarded-For", "203.0.113.9")
            );
            return answer.Headers.GetValues("Set-Cookie").All(c => c.Contains("; secure", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--Forecasts:PublicUrl=forecasts.example.org", "'forecasts.example.org'", "https://")]
    [InlineData("--Forecasts:PublicUrl=https://example.org/forecasts", "https://example.org/forecasts")]
    [InlineData("--Forecasts:KnownProxies=10.0.0.1,nginx", "'nginx'")]
    public async Task A_setting_of_it_that_cannot_be(string option, params string[] named) =>
        (await ServerProcess.Run(option)).ShouldBeOneSentenceNaming(named);

    [Theory]
    [InlineData("/api/imports/{i}/undo")]
    [InlineData("/API/imports/{i}/undo")]
    [InlineData("/%61pi/imports/{i}/undo")]
    [InlineData("/%41PI/imports/{i}/undo")]
    public async Task No_cookie_undoes_an_import_for_another_site(string path)
    {
        await using var town = await Town.Start(postgres);
        var import = (string)(await town.Organiser.Import(Files.ClaimsHeader + Files.Claim("p1"))).Ok()["id"]!;
        using var reader = await Reader.SignedIn(town.Server, "Olga");
        (await reader.Forged(path.Replace("{i}", import, StringComparison.Ordinal), "https://evil.example")).ShouldBe(
            HttpStatusCode.Unauthorized
        );
        ((string)(await town.Organiser.Get("imports/" + import)).Ok()["state"]!).ShouldBe("done");
    }

    [Theory]
    [InlineData("tournaments")]
    [InlineData("tournaments/t/people")]
    [InlineData("seasons/t/2024/predictions")]
    [InlineData("imports")]
    [InlineData("operations/discarded")]
    public async Task A_cursor_that_is_made_up_or_another_list_s_is_no_place(string list)
    {
        await using var town = await Town.Start(postgres);
        await town.Admin.Post("tournaments", new { slug = "a", name = "A" });
        var elsewhere = (string)
            (await town.Admin.Get(list == "tournaments" ? "tournaments/t/people?limit=1" : "tournaments?limit=1")).Ok()["next"]!;
        foreach (var cursor in (string[])["zzz", "", "0", "AAAAAAAA", "AAAAAAAAAAAAAAAA", "%20", "t", elsewhere])
            (await town.Admin.Get($"{list}?after={cursor}")).ShouldBeRefused(422, "paging.cursor");
    }

    [Fact]
    public async Task While_the_clocks_differ_nothing_is_taken()
    {
        var wrong = new Clock();
        await using var server = await RunningServer.Start(
            await postgres.Database(),
            adjust: services => services.AddSingleton(p => new ClockCheck(p.GetRequiredService<NpgsqlDataSource>(), wrong))
        );
        var admin = await server.As("root", RoleName.Admin);
        (await admin.Post("tournaments", new { slug = "a", name = "A" })).Ok();
        wrong.StandsAt = TimeProvider.System.GetUtcNow().AddSeconds(60);
        await Until.True(
            async () => (await admin.Post("tournaments", new { slug = "a", name = "A" })).Problem == "clock.differs",
            "the clocks are seen to differ"
        );
        (await admin.Post("tournaments", new { slug = "b", name = "B" })).ShouldBeRefused(503, "clock.differs");
        (await admin.Get("tournaments")).Ok()["items"]!.AsArray().Count.ShouldBe(1, "reading goes on");
        wrong.StandsAt = null;
        await Until.True(async () => (await admin.Post("tournaments", new { slug = "b", name = "B" })).Code == 201, "they agree again");
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nfake: entry", "a\\u000d\\u000afake: entry")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\u202Eb\u2028c", "a\\u202eb\\u2028c")]
    public void A_log_entry_is_one_line_whatever_was_sent(string sent, string shown)
    {
        using var text = new StringWriter();
        new LogLines().Write(new LogEntry<string>(LogLevel.Warning, "Door", default, sent, null, (s, _) => s), null, text);
        text.ToString().ShouldMatch($"^[0-9TZ:.-]+ warn Door: .*\n$");
        text.ToString().ShouldEndWith($"Door: {shown}\n");
    }

    [Fact]
    public async Task What_a_client_sends_wrong_leaves_no_stack_in_the_log()
    {
        using var log = new Heard();
        await using var town = await RunningServer.Start(
            await postgres.Database(),
            adjust: services => services.AddLogging(l => l.AddProvider(log))
        );
        var admin = await town.As("root", RoleName.Admin);
        (await admin.SendJson(HttpMethod.Post, "tournaments", "{")).Code.ShouldBe(400);
        (await admin.Get("tournaments?limit=x")).Code.ShouldBe(400);
        (await admin.Send(HttpMethod.Post, "tournaments", new { slug = new string('x', 2_000_000) })).Code.ShouldBe(413);
        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_may_bring_nothing_in_is_refused_before_a_byte_is_kept()
    {
        await using var town = await Town.Start(postgres);
        (await town["Sam"].Import(Files.Forecasts)).ShouldBeRefused(403, "access.import");
        (await town.Viewer.Import(Files.Forecasts)).ShouldBeRefused(403, "access.import");
        (await town.Eve.Import(Files.Forecasts, "?tournament=t")).ShouldBeRefused(403, "access.import");
        using var reader = await Reader.SignedIn(town.Server, "Vic");
        using var sent = await reader.Send("/imports", "/imports", ("form", "x"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await town.Server.Scalar<long>("select count(*) from forecasts.import_files")).ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_file_of_nothing_but_refusals_so_many_are_kept_and_all_are_counted()
    {
        await using var town = await Town.Start(postgres);
        var lines = new StringBuilder(Files.ForecastsHeader);
        for (var line = 0; line < RefusedRows.MostKept + 1_500; line++)
            lines.Append("x\n");
        var told = await town.Organiser.Import(lines.ToString());
        told.Counts().ShouldBe($"{RefusedRows.MostKept + 1_500} 0 0 {RefusedRows.MostKept + 1_500} done");
        (await town.Server.Scalar<long>("select count(*) from forecasts.import_refused_rows")).ShouldBe(RefusedRows.MostKept);
        town.Server.SetClock(Given.MidYear.AddDays(91));
        await town.Server.Services.GetRequiredService<RefusedRows>().Sweep(CancellationToken.None);
        (await town.Server.Scalar<long>("select count(*) from forecasts.import_refused_rows")).ShouldBe(0, "old ones go");
    }

    private static async Task<HttpResponseMessage> Ask(
        RunningServer server,
        string path,
        string host,
        params (string Name, string Value)[] headers
    )
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }

    /// <summary>What is logged as a warning or worse.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (Lines)
                if (IsEnabled(logLevel))
                    Lines.Add(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
