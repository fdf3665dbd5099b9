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

    private const string Calendar = """{"opens": "2024-01-01", "forecastsClose": "2024-12-31", "windowOpens": "2025-01-01", "windowCloses": "2025-02-15", "publishes": "2025-03-20"}""";

    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(TournamentRequest)] = """{"slug": "ai-trends", "name": {"en": "AI trends", "zh-Hans": "AI 趋势"}}""",
        [typeof(IReadOnlyList<Member>)] = """[{"name": "Zoe", "roles": ["analyst"]}, {"name": "Rob", "roles": ["reviewer"]}, {"name": "Olga", "roles": ["organiser"]}]""",
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
        [typeof(EvidenceRequest)] = """{"occurredOn": "2024-11-05", "text": "The 201st launch reached orbit.", "source": "Launch log", "url": "https://example.org/log", "stances": {"1": "supports"}}""",
        [typeof(RetractRequest)] = """{"reason": "The log was corrected."}""",
        [typeof(VerdictRequest)] = """{"verdict": "yes", "reason": "201 launches reached orbit.", "decidedAt": "2024-11-05"}""",
        [typeof(VoidRequest)] = """{"code": "source-vanished", "reason": "The log is no longer kept."}""",
        [typeof(ReopenRequest)] = """{"reason": "The log was corrected."}""",
        [typeof(DiscardRequest)] = """{"reason": "The claim it names never existed."}""",
        [typeof(RescoreRequest)] = """{"claim": null}""",
        [typeof(PublishRequest)] = """{"reason": null}""",
    };

    public static JsonNode? Of(Type body) => Bodies.TryGetValue(body, out var json) ? JsonNode.Parse(json) : null;
}
