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
    public void Each_of_their_methods_that_write_has_its_callers_and_no_others() =>
        Callers().Distinct().Order(StringComparer.Ordinal).ShouldBe(KnownCallers.Order(StringComparer.Ordinal));

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

    private const string Store = "Forecasts.Server.Store";

    private static readonly string[] Known =
    [
        "charts: ChartRows",
        "claims: RowStatement",
        "crowd_series: CrowdRows",
        "data_protection_keys: KeyRows",
        "discarded_messages: DiscardedRows",
        "forecast_intervals: RowStatement",
        "idempotency: Idempotency",
        "import_files: ImportFileRows",
        "import_refused_rows: RefusedRows",
        "imports: ImportRows",
        "mt_doc_account: CreatedRows",
        "mt_doc_evidencerecord: UnitStates",
        "mt_doc_membership: CreatedRows",
        "mt_doc_predictionrecord: UnitStates",
        "mt_doc_reviewrecord: UnitStates",
        "mt_doc_seasonrecord: UnitStates",
        "mt_doc_tournament: CreatedRows",
        "mt_events: UnitCommit",
        "mt_streams: UnitCommit",
        "published_reports: ReportRows",
        "rescores: RescoreRows",
        "score_sheets: SheetRows",
        "scores: SheetRows",
        "season_results: ResultRows",
        "secrets: SecretRows",
    ];

    // Who has the store write what is in the tables. Events are written through Commands, whose callers are the use cases.
    private static readonly string[] KnownCallers =
    [
        "ChartRows.Draw: DrawCharts",
        "ChartRows.Leave: ChartStore",
        "ChartRows.Tidy: DrawCharts",
        "CreatedRows.Remove: UndoCreated",
        "CrowdRows.Keep: RecomputeCrowd",
        "CrowdRows.Remove: RecomputeCrowd",
        "DiscardedRows.Add: DiscardedMessages",
        "ImportFileRows.Add: ImportBytes",
        "ImportFileRows.Remove: ImportBytes",
        "ImportFileRows.Sweep: ImportBytes",
        "ImportRows.Begin: ReceiveImport",
        "ImportRows.BeginUndo: ReceiveImport",
        "ImportRows.Count: RunImport",
        "ImportRows.CountUndone: UndoImport",
        "ImportRows.End: ImportWorker",
        "ImportRows.End: RunImport",
        "ImportRows.EndUndo: ImportWorker",
        "ImportRows.EndUndo: UndoImport",
        "ImportRows.Restart: RunImport",
        "RefusedRows.Sweep: ImportWorker",
        "ReportRows.Freeze: PublishSeason",
        "RescoreRows.Ask: Rescore",
        "RescoreRows.Published: RescoreWatch",
        "ResultRows.Keep: RecomputeSeason",
        "SecretRows.Of: ChartStore",
        "SheetRows.Bury: ScoreClaim",
        "SheetRows.Keep: ScoreClaim",
    ];

    /// <summary>Of the types in the store that write, the methods that do, with those outside of it who call them.</summary>
    private static IEnumerable<string> Callers()
    {
        using var module = Module();
        var writing = module
            .GetTypes()
            .Where(t => !t.IsNested && t.Namespace == Store)
            .SelectMany(t => WritingMethods(t).Select(m => (Type: t.Name, Method: m)))
            .ToHashSet();
        return
        [
            .. from type in module.GetAllTypes()
            where Outer(type).Namespace != Store
            from call in Calls(type)
            let called = (Type: call.DeclaringType.Name, Method: call.Name)
            where writing.Contains(called)
            select $"{called.Type}.{called.Method}: {Outer(type).Name}",
        ];
    }

    private static HashSet<string> WritingMethods(TypeDefinition type)
    {
        var methods = Within(type).SelectMany(t => t.Methods).Where(m => m.HasBody).ToLookup(Said);
        var writing = methods
            .Where(named => named.SelectMany(m => m.Body.Instructions).Any(i => i.Operand is string text && Write().IsMatch(text)))
            .Select(named => named.Key)
            .ToHashSet(StringComparer.Ordinal);
        // A text that is put together once is made before any method is called.
        if (writing.Contains(".cctor"))
            writing.UnionWith(methods.Select(m => m.Key));
        for (var before = -1; before != writing.Count; )
        {
            before = writing.Count;
            writing.UnionWith(
                methods
                    .Where(named =>
                        named
                            .SelectMany(m => m.Body.Instructions)
                            .Any(i =>
                                i.Operand is MethodReference call
                                && Outer(call.DeclaringType).Name == type.Name
                                && writing.Contains(call.Name)
                            )
                    )
                    .Select(named => named.Key)
            );
        }

        return writing;
    }

    private static IEnumerable<TypeDefinition> Within(TypeDefinition type) => type.NestedTypes.SelectMany(Within).Prepend(type);

    /// <summary>The method as its source names it: what it awaits, and its lambdas, are compiled into others.</summary>
    private static string Said(MethodDefinition method) =>
        new[] { method.DeclaringType.Name, method.Name }.Select(n => Source().Match(n)).FirstOrDefault(m => m.Success) is { } found
            ? found.Groups["name"].Value
            : method.Name;

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

    [GeneratedRegex(@"^<(?<name>\w+)>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Source();
}
