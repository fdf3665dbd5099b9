using System.Text.Json.Nodes;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Evidence;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Review;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;

namespace Forecasts.Server.Setup;

/// <summary>Bodies that the API takes, for its description; together they tell one small season.</summary>
public static class ApiExamples
{
    public const string Csv = "season,prediction,claim,analyst,made_at,probability\nai-trends/2024,launches,1,Zoe,2024-02-01,0.7\n";

    private const string Calendar =
        """{"opens": "2024-01-01", "forecastsClose": "2024-12-31", "windowOpens": "2025-01-01", "windowCloses": "2025-02-15", "publishes": "2025-03-20"}""";

    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(TournamentRequest)] = """{"slug": "ai-trends", "name": {"en": "AI trends", "zh-Hans": "AI 趋势"}}""",
        [typeof(IReadOnlyList<Member>)] =
            """[{"name": "Zoe", "roles": ["analyst"]}, {"name": "Rob", "roles": ["reviewer"]}, {"name": "Olga", "roles": ["organiser"]}]""",
        [typeof(SeasonRequest)] = $$"""
            {"year": 2024, "title": "Trends of 2024", "timeZone": "Asia/Shanghai", "calendar": {{Calendar}}, "themes": [{"key": "space", "name": "Space"}],
             "review": {"mode": "independent", "reviewers": 1}, "visibility": "sealed"}
            """,
        [typeof(CalendarRequest)] = Calendar,
        [typeof(PredictionRequest)] = """
            {"theme": "space", "title": "More launches", "coreJudgement": "Launches go on rising.", "key": "launches", "rank": 1,
             "claims": [{"statement": "More than 200 orbital launches in the year.", "type": "binary", "criteria": "By the launch log, orbit reached.", "due": "2024-12-31"}]}
            """,
        [typeof(OptionRequest)] = """{"option": "A third launcher", "note": "It flew for the first time in May."}""",
        [typeof(ForecastRequest)] = """{"probability": 0.7, "rationale": "The first half had 120."}""",
        [typeof(EvidenceRequest)] =
            """{"occurredOn": "2024-11-05", "text": "The 201st launch reached orbit.", "source": "Launch log", "url": "https://example.org/log", "stances": {"1": "supports"}}""",
        [typeof(RetractRequest)] = """{"reason": "The log was corrected."}""",
        [typeof(VerdictRequest)] = """{"verdict": "yes", "reason": "201 launches reached orbit.", "decidedAt": "2024-11-05"}""",
        [typeof(VoidRequest)] = """{"code": "source-vanished", "reason": "The log is no longer kept."}""",
        [typeof(ReopenRequest)] = """{"reason": "The log was corrected."}""",
        [typeof(DiscardRequest)] = """{"reason": "The claim it names never existed."}""",
        [typeof(RescoreRequest)] = """{"claim": null}""",
        [typeof(PublishRequest)] = """{"reason": null}""",
    };

    /// <summary>By type of body: others beside the first, one for each kind of claim.</summary>
    private static readonly Dictionary<Type, IReadOnlyDictionary<string, string>> Kinds = new()
    {
        [typeof(PredictionRequest)] = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["three"] = OfClaim("Reusable rockets prevail.", "three", ""),
            ["expected"] = OfClaim("Reusable rockets prevail.", "expected", ""),
            ["choice"] = OfClaim("Who launches most?", "choice", """ "options": ["China", "United States", "another country"],"""),
            ["ordered"] = OfClaim("How many launches fail?", "ordered", """ "options": ["none", "1 to 5", "more"],"""),
            ["number"] = OfClaim(
                "How much mass reaches orbit?",
                "number",
                """ "range": {"min": 100, "max": 10000}, "unit": "t", "scale": "log", "openBounds": "upper", "tolerance": 5,"""
            ),
            ["discrete"] = OfClaim("How many crews are launched?", "number", """ "range": {"min": 0, "max": 20}, "step": 1,"""),
            ["date"] = OfClaim(
                "When is the 200th launch?",
                "date",
                """ "range": {"min": "2024-07-01", "max": "2025-06-30"}, "openBounds": "upper","""
            ),
        },
        [typeof(ForecastRequest)] = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["three"] = """{"grades": [0.2, 0.3, 0.5]}""",
            ["choice"] = """{"options": {"China": 0.3, "United States": 0.65, "another country": 0.05}}""",
            ["number"] = """{"quantiles": [{"level": 0.1, "value": 900}, {"level": 0.5, "value": 1500}, {"level": 0.9, "value": 2600}]}""",
            ["date"] = """{"cdf": [{"level": 0.2, "value": "2024-10-01"}, {"level": 0.8, "value": "2024-12-31"}]}""",
        },
    };

    private static string OfClaim(string statement, string type, string terms) =>
        $$"""
            {"theme": "space", "title": "Space flight", "coreJudgement": "Launches go on rising.",
             "claims": [{"statement": "{{statement}}", "type": "{{type}}",{{terms}} "criteria": "By the launch log.", "due": "2024-12-31"}]}
            """;

    /// <summary>A body under the name of each kind of claim that it differs by; none where there is but one.</summary>
    public static IReadOnlyDictionary<string, JsonNode> ByKind(Type body) =>
        Kinds.TryGetValue(body, out var kinds)
            ? kinds.Prepend(new("binary", Bodies[body])).ToDictionary(k => k.Key, k => JsonNode.Parse(k.Value)!, StringComparer.Ordinal)
            : new Dictionary<string, JsonNode>();

    public static JsonNode? Of(Type body) => Bodies.TryGetValue(body, out var json) ? JsonNode.Parse(json) : null;
}
