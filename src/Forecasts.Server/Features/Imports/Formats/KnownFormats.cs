using Forecasts.Domain;
using Forecasts.Record.Export;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Features.Imports.Formats;

/// <summary>The formats of files that can be imported, ours first.</summary>
public static class KnownFormats
{
    public static readonly IReadOnlyList<Format> All =
    [
        new(
            Format.Claims,
            [.. ClaimColumns.Needed],
            [.. ClaimColumns.Optional],
            header => header.Contains(ClaimColumns.CoreJudgement),
            (row, _) => row with { Kind = Format.Claims }
        )
        {
            Example = """
                season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,filed_at,options,range,unit,scale,open_bounds,step,outcome,decided_at
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,1,Solar adds more than 500 GW in 2023.,binary,The agency's yearly report says so.,2023-12-31,2023-01-15T09:00:00Z,,,,,,,yes,2023-12-20
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,2,How right is the judgement as a whole?,three,"Accurate, half right or inaccurate, as the reviewers find.",2023-12-31,2023-01-15T09:00:00Z,,,,,,,,
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,3,Where is most of it built?,choice,The agency's yearly report.,2023-12-31,2023-01-15T09:00:00Z,Asia|Europe|elsewhere,,,,,,Asia,2023-12-20
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,4,How many countries add more than last year?,ordered,The agency's yearly report.,2023-12-31,2023-01-15T09:00:00Z,few|half of them|most,,,,,,,
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,5,How much is added in the world?,number,The agency's yearly report.,2023-12-31,2023-01-15T09:00:00Z,,100..2000,GW,log,upper,,447,2023-12-20
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,6,How many of the ten largest plants open?,number,The builders' announcements.,2023-12-31,2023-01-15T09:00:00Z,,0..10,,,,1,,
                my-tournament/2023,energy,solar,Solar power grows,Solar becomes the cheapest source of power.,7,When does the largest plant open?,date,The builder's announcement.,2023-12-31,2023-01-15T09:00:00Z,,2023-01-01..2024-12-31,,,upper,,,

                """,
        },
        new(
            Format.Forecasts,
            [.. ForecastColumns.Needed],
            [.. ForecastColumns.Optional],
            header => header.Contains(ForecastColumns.Analyst),
            (row, _) => row with { Kind = Format.Forecasts }
        )
        {
            Example = """
                season,prediction,claim,analyst,made_at,probability,value_json,rationale
                my-tournament/2023,solar,1,Ann,2023-02-01T09:00:00Z,0.7,,"Orders are up, and prices down."
                my-tournament/2023,solar,2,Ann,2023-02-01T09:00:00Z,,"{""grades"":[0.2,0.3,0.5]}",
                my-tournament/2023,solar,3,Ann,2023-02-01T09:00:00Z,0.6|0.3|0.1,,
                my-tournament/2023,solar,4,Ann,2023-02-01T09:00:00Z,,"{""options"":{""few"":0.2,""half of them"":0.5,""most"":0.3}}",
                my-tournament/2023,solar,5,Ann,2023-02-01T09:00:00Z,,"{""quantiles"":[{""level"":0.1,""value"":280},{""level"":0.5,""value"":350},{""level"":0.9,""value"":480}]}",
                my-tournament/2023,solar,6,Ann,2023-02-01T09:00:00Z,1|3|6,,
                my-tournament/2023,solar,7,Ann,2023-02-01T09:00:00Z,,"{""cdf"":[{""level"":0.3,""value"":""2023-06-30""},{""level"":0.8,""value"":""2024-06-30""}]}",

                """,
            Check = header =>
                header.Contains(ForecastColumns.Probability) || header.Contains(ForecastColumns.ValueJson)
                    ? null
                    : Refuse.Invalid("csv.column-missing", "A column 'probability' or 'value_json' is missing.", "probability"),
        },
        PredictionBook.Questions,
        PredictionBook.Forecasts,
        YearlyList.Format,
        WideTable.Format,
    ];

    public static Rejection Unknown =>
        Refuse.Invalid("import.format", $"The format is one of {string.Join(", ", All.Select(f => f.Name))}.", "format");

    /// <summary>The format of a file with these headings, if they fit, and its header by the names of the columns that it knows.</summary>
    public static (Format? Format, string[] Header, Rejection? Refused) Of(string[] headings, ReadAs how, CsvDialect dialect)
    {
        if (how.Format is { } name && All.All(f => f.Name != name))
            return (null, [], Unknown);
        var (format, header) = All.Select(f => (Format: f, Header: Headings.Known(headings, f.Columns)))
            .FirstOrDefault(f => how.Format is { } named ? f.Format.Name == named : f.Format.Recognises(f.Header));
        return format is null ? (null, [], Strange(headings, dialect)) : (format, header, Misfit(format, header, how));
    }

    private static Rejection? Misfit(Format format, string[] header, ReadAs how)
    {
        if (format.Needed.Except(header).FirstOrDefault() is { } missing)
            return Refuse.Invalid("csv.column-missing", $"The column '{missing}' is missing.", missing);
        if (format.Check(header) is { } wrong)
            return wrong;
        if (format.Optional is not null && header.Except(format.Columns).Select(h => Excerpt.Of(h, 60)).FirstOrDefault() is { } unknown)
            return Refuse.Invalid("csv.column-unknown", $"The column '{unknown}' is not known in a file of {format.Name}.", unknown);
        if (header.Distinct().Count() < header.Length)
            return Refuse.Invalid("csv.header", "A column is named twice.");
        if (!format.NeedsTournament || how.Tournament is not null)
            return null;
        var nowhere = $"A file of {format.Name} does not say which tournament it is for: give its slug, such as ai-trends.";
        return Refuse.Invalid("import.tournament", nowhere, "tournament");
    }

    private static Rejection Strange(string[] headings, CsvDialect dialect)
    {
        if (OtherPlatforms.Advice(headings, Name) is { } advice)
            return Refuse.Invalid("csv.header", $"{advice} Give each row its season and claim too: {OfForecasts}.");
        var found = Excerpt.Of(string.Join(", ", headings.Select(h => $"'{h}'")), 200);
        return Refuse.Invalid(
            "csv.header",
            $"The header ({found}, separated by {dialect.SeparatorName}) is neither that of claims ({OfClaims},...) "
                + $"nor that of forecasts ({OfForecasts}), nor of another format that is known."
        );
    }

    private const string OfClaims = "season,theme,prediction,title,core_judgement,claim";

    private const string OfForecasts = "season,prediction,claim,analyst,made_at,probability";

    // Outcomes stand in files of claims.
    private static string? Name(ColumnMeaning meaning) =>
        meaning switch
        {
            ColumnMeaning.Question => "prediction",
            ColumnMeaning.Forecaster => "analyst",
            ColumnMeaning.Probability => "probability",
            ColumnMeaning.MadeAt => "made_at",
            _ => null,
        };
}
