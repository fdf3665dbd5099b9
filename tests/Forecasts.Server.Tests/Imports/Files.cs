using Forecasts.Server.Tests.Fixtures;

namespace Forecasts.Server.Tests.Imports;

/// <summary>Small files for the tournament "t" of <see cref="Given"/>, and what came of them.</summary>
internal static class Files
{
    public const string ClaimsHeader = "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due\n";
    public const string ForecastsHeader = "season,prediction,claim,analyst,made_at,probability\n";

    /// <summary>A forecasts file whose only line is refused: there is no such prediction.</summary>
    public const string Forecasts = ForecastsHeader + "t/2024,nowhere,1,Zoe,2024-02-01,0.5\n";

    public static string Claim(string prediction, int claim = 1, string more = "") =>
        $"t/2024,general,{prediction},A title,A judgement,{claim},It happens.,binary,As the paper says.,2024-12-31{more}\n";

    public static string Forecast(string prediction, string analyst, string madeAt, string probability, int claim = 1) =>
        $"t/2024,{prediction},{claim},{analyst},{madeAt},{probability}\n";

    /// <summary>Every refused row as "line code", through all pages; each has a sentence.</summary>
    public static async Task<List<string>> Refused(this Api reader, Answer import)
    {
        var (found, after) = (new List<string>(), "");
        do
        {
            var page = (await reader.Get($"imports/{import.Ok()["id"]}/refused?limit=200{after}")).Ok();
            foreach (var row in page["items"]!.AsArray())
                found.Add(
                    $"{row!["line"]} {row["code"]}{(string.IsNullOrWhiteSpace((string?)row["message"]) ? " WITHOUT A SENTENCE" : "")}"
                );
            after = (string?)page["next"] is { } next ? "&after=" + next : null;
        } while (after is not null);
        return found;
    }

    /// <summary>"rows accepted unchanged refused" and how it ended.</summary>
    public static string Counts(this Answer import)
    {
        var i = import.Ok();
        return $"{i["rows"]} {i["accepted"]} {i["unchanged"]} {i["refused"]} {i["state"]}{i["errorCode"]}";
    }

    /// <summary>
    /// How many rows every table holds, but for what is made from the events afterwards, the imports' own records and when tokens were
    /// used.
    /// </summary>
    public static Task<string> Stored(this RunningServer server) =>
        server.Scalar<string>(
            """
            select string_agg(table_name || ' ' || (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from forecasts.%I', table_name), false, true, '')))[1]::text, ', ' order by table_name)
            from information_schema.tables
            where table_schema = 'forecasts' and table_type = 'BASE TABLE' and table_name not in ('imports', 'import_files', 'import_refused_rows', 'idempotency', 'mt_doc_tokenuse', 'mt_event_progression', 'mt_high_water_skips', 'crowd_series', 'score_sheets', 'scores', 'season_results')
            """
        );
}
