using System.Text.RegularExpressions;
using Forecasts.Server.Store;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>Each table has one reader, which makes records of its rows; who else selects from it does so for a reason.</summary>
public sealed partial class ReadersTests
{
    private const string TheReader = "makes records of its rows";

    private static readonly (string Table, string File, string Why)[] Known =
    [
        ("claims", "ClaimRows.cs", TheReader),
        ("claims", "CreatedRows.cs", "who has filed is busy: decided in the statement that takes the others away"),
        ("claims", "RescoreRows.cs", "a request about an unknown claim is not stored: asked in the statement that stores it"),
        ("claims", "ResultRows.cs", "the sum of its sequences tells whether kept results are still those of now"),
        ("claims", "RowChange.cs", "a claim that is added stands where the first one of its prediction stands"),
        ("claims", "SeasonPrint.cs", "finds the reviews and the evidence of a season"),
        ("claims", "TurnRows.cs", "a turn's value is read by the terms of its claim"),
        ("claims", "UndoRows.cs", "finds whose claims an import's turns are on"),
        ("claims", "UnitLoad.cs", "finds the reviews of a prediction"),
        ("current_results", "ResultRows.cs", TheReader),
        ("current_results", "RescoreRows.cs", "whether a request is done"),
        ("current_results", "Stale.cs", "which seasons have none"),
        ("current_scores", "SeasonScores.cs", TheReader),
        ("current_scores", "TrackRows.cs", "sums over one analyst's years, made in the database"),
        ("current_sheets", "SeasonScores.cs", TheReader),
        ("current_sheets", "TurnRows.cs", "the claims whose late turns count"),
        ("forecast_intervals", "TurnRows.cs", TheReader),
        ("forecast_intervals", "ForecastRows.cs", "who has filed, never what"),
        ("forecast_intervals", "CreatedRows.cs", "who has filed is busy"),
        ("forecast_intervals", "UndoRows.cs", "whether others have filed on top of an import's turns: no turn leaves the database"),
        ("imports", "ImportRows.cs", TheReader),
        ("imports", "CreatedRows.cs", "nobody goes while another import may meet them"),
        ("imports", "ImportFileRows.cs", "whose files are left over"),
        ("imports", "RefusedRows.cs", "whose rows are too many, or old"),
        ("mt_doc_accesstoken", "TokenRows.cs", TheReader),
        ("mt_doc_accesstoken", "CreatedRows.cs", "who has a token is busy"),
        ("mt_doc_account", "TokenRows.cs", TheReader),
        ("mt_doc_account", "LogRows.cs", "whether there is anything in the installation"),
        ("mt_doc_account", "CreatedRows.cs", "takes away those whom an import made"),
        ("mt_doc_account", "PersonRows.cs", "names alone, of thousands"),
        ("mt_doc_membership", "TokenRows.cs", TheReader),
        ("mt_doc_membership", "CreatedRows.cs", "takes away those that an import made"),
        ("mt_doc_evidencerecord", "UnitLoad.cs", TheReader),
        ("mt_doc_evidencerecord", "SeasonPrint.cs", "versions alone"),
        ("mt_doc_predictionrecord", "PredictionRows.cs", "keys alone"),
        ("mt_doc_predictionrecord", "SeasonPrint.cs", "versions alone"),
        ("mt_doc_predictionrecord", "UnitLoad.cs", TheReader),
        ("mt_doc_reviewrecord", "UnitLoad.cs", TheReader),
        ("mt_doc_reviewrecord", "SeasonPrint.cs", "versions alone"),
        ("mt_doc_seasonrecord", "UnitLoad.cs", TheReader),
        ("mt_doc_seasonrecord", "ClaimRows.cs", "a claim is scored with its season, from one snapshot"),
        ("mt_doc_seasonrecord", "CreatedRows.cs", "a tournament with seasons stays"),
        ("mt_doc_seasonrecord", "RescoreRows.cs", "a request about an unknown season is not stored"),
        ("mt_doc_seasonrecord", "SeasonPrint.cs", "versions alone"),
        ("mt_doc_seasonrecord", "SeasonScores.cs", "the floor, from the snapshot of the scores"),
        ("mt_doc_seasonrecord", "UndoRows.cs", "whether it is published"),
        ("mt_events", "LogRows.cs", TheReader),
        ("mt_events", "CreatedRows.cs", "who has acted is busy"),
        ("mt_events", "RowChange.cs", "a row carries the sequence of its event, which the commit gives"),
        ("mt_events", "SheetRows.cs", "a tombstone's sequence is that of the event that took the claim away"),
        ("mt_events", "TurnRows.cs", "whose line a turn was"),
        ("mt_events", "UndoRows.cs", "the streams of an import"),
        ("mt_events_sequence", "LogRows.cs", TheReader),
        ("mt_events_sequence", "ImportRows.cs", "between which sequences its events lie, noted as it begins and ends"),
        ("mt_streams", "UnitLoad.cs", TheReader),
        ("mt_streams", "UnitCommit.cs", "whether they are still as they were found"),
        ("score_sheets", "SeasonScores.cs", TheReader),
        ("score_sheets", "ResultRows.cs", "the sum of its editions tells whether kept results are still those of now"),
        ("score_sheets", "Stale.cs", "which seasons should have results"),
        ("sheets", "ClaimRows.cs", TheReader),
        ("sheets", "RescoreRows.cs", "how far a request is"),
    ];

    [Fact]
    public void Each_table_has_one_reader_and_others_for_a_reason() =>
        Readers()
            .GroupBy(r => r.Table)
            .Where(t => t.Count() > 1)
            .SelectMany(t => t)
            .Select(r => $"{r.Table}: {r.File}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(Known.Select(k => $"{k.Table}: {k.File}").Order(StringComparer.Ordinal));

    [Fact]
    public void Of_several_one_is_the_reader() =>
        Known.GroupBy(k => k.Table).Where(t => t.Count(k => k.Why == TheReader) != 1).Select(t => t.Key).ShouldBeEmpty();

    // The definitions of the views are no readers.
    private static IEnumerable<(string Table, string File)> Readers() =>
        Sql.OfServer()
            .Where(t => t.File != "Views.cs")
            .SelectMany(t => From().Matches(t.Text).SelectMany(m => Tables(m.Groups["table"].Value)).Select(table => (table, t.File)))
            .Distinct();

    // States of all kinds of streams are read by one text.
    private static IEnumerable<string> Tables(string name) =>
        name == "{kind.Table}" ? StreamKind.All.Select(k => k.Table).OfType<string>() : [name];

    [GeneratedRegex(@"(?<!delete )\b(from|join) forecasts\.(?<table>\w+|\{kind\.Table\})", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex From();
}
