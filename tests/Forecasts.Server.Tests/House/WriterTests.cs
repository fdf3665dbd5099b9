using System.Text.RegularExpressions;
using Forecasts.Server.Setup;
using Mono.Cecil;
using Mono.Cecil.Rocks;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>Who writes which table, and who appends events, as the compiled server has it: each of them is a choke point.</summary>
public sealed partial class WriterTests
{
    [Fact]
    public void Each_table_has_its_writers_and_no_others() =>
        Writers()
            .Select(w => $"{w.Table}: {w.Type}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ShouldBe(Known.Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_unit_appends_events()
    {
        using var module = Module();
        var appending =
            from type in module.GetAllTypes()
            from call in Calls(type)
            where
                call.DeclaringType.Namespace.StartsWith("Marten.Events", StringComparison.Ordinal)
                || call.DeclaringType.Namespace.StartsWith("JasperFx.Events", StringComparison.Ordinal)
            where
                call.Name
                    is "Append"
                        or "AppendMany"
                        or "AppendOne"
                        or "StartStream"
                        or "FetchForWriting"
                        or "FetchForExclusiveWriting"
                        or "AppendOptimistic"
                        or "AppendExclusive"
            select Outer(type).FullName;
        appending.ShouldBeEmpty("the event store's own ways to append go round the unit");
    }

    [Fact]
    public void Only_disclosure_asks_whether_forecasts_are_revealed_and_who_is_blind()
    {
        using var module = Module();
        var asking =
            from type in module.GetAllTypes()
            from call in Calls(type)
            where call.Name is "RevealedAt" or "VerdictOf"
            select $"{Outer(type).Name}: {call.Name}";
        asking.Distinct().Order(StringComparer.Ordinal).ShouldBe(["Disclosure: RevealedAt", "Disclosure: VerdictOf"]);
    }

    private static readonly string[] Known =
    [
        "charts: ChartStore",
        "charts: DrawCharts",
        "claims: RowStatement",
        "crowd_series: RecomputeCrowd",
        "data_protection_keys: KeysInPostgres",
        "discarded_messages: DiscardedMessages",
        "forecast_intervals: RowStatement",
        "idempotency: Idempotency",
        "import_files: ImportBytes",
        "import_files: ImportTable",
        "import_refused_rows: ImportTable",
        "imports: ImportTable",
        "mt_doc_account: CreatedRows",
        "mt_doc_evidencerecord: UnitStates",
        "mt_doc_membership: CreatedRows",
        "mt_doc_predictionrecord: UnitStates",
        "mt_doc_reviewrecord: UnitStates",
        "mt_doc_seasonrecord: UnitStates",
        "mt_doc_tournament: CreatedRows",
        "mt_events: UnitCommit",
        "mt_streams: UnitCommit",
        "published_reports: PublishSeason",
        "rescores: RescoreRows",
        "score_sheets: ScoreClaim",
        "scores: ScoreClaim",
        "season_results: RecomputeSeason",
        "secrets: ChartStore",
    ];

    private static List<(string Table, string Type)> Writers()
    {
        using var module = Module();
        return
        [
            .. from type in module.GetAllTypes()
            from method in type.Methods.Where(m => m.HasBody)
            from text in method
                .Body.Instructions.Select(i => i.Operand)
                .OfType<string>()
                .Concat(type.Fields.Select(f => f.Constant).OfType<string>())
            from Match match in Write().Matches(text)
            select (match.Groups["table"].Value, Outer(type).Name),
        ];
    }

    private static IEnumerable<MethodReference> Calls(TypeDefinition type) =>
        type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions).Select(i => i.Operand).OfType<MethodReference>();

    private static ModuleDefinition Module() => ModuleDefinition.ReadModule(typeof(ServerHost).Assembly.Location);

    private static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    [GeneratedRegex(
        @"(?:insert into|update|delete from|copy|truncate) forecasts\.(?<table>\w+)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1_000
    )]
    private static partial Regex Write();
}
