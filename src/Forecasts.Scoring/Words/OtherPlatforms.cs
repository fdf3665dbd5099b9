namespace Forecasts.Scoring.Words;

/// <summary>What a column of a file of forecasts holds.</summary>
public enum ColumnMeaning
{
    /// <summary>The key of what is asked.</summary>
    Question,

    /// <summary>Who says so.</summary>
    Forecaster,

    /// <summary>The probability.</summary>
    Probability,

    /// <summary>Since when it was said.</summary>
    MadeAt,

    /// <summary>What happened.</summary>
    Outcome,
}

/// <summary>Files of other platforms that are told by their headings. They are not read as they are: what to do is said.</summary>
public static class OtherPlatforms
{
    private static readonly Platform[] All =
    [
        new(
            "Fatebook",
            ["Question title", "Forecast created by"],
            [
                ("Question title", ColumnMeaning.Question),
                ("Forecast created by", ColumnMeaning.Forecaster),
                ("Forecast (scale = 0-1)", ColumnMeaning.Probability),
                ("Forecast created at", ColumnMeaning.MadeAt),
                ("Resolution", ColumnMeaning.Outcome),
            ]
        ),
        new(
            "the Good Judgment Project",
            ["ifp_id", "fcast_type", "answer_option"],
            [
                ("ifp_id", ColumnMeaning.Question),
                ("user_id", ColumnMeaning.Forecaster),
                ("value", ColumnMeaning.Probability),
                ("timestamp", ColumnMeaning.MadeAt),
            ],
            "keep the rows whose answer_option is a, and take outcomes from its table of questions; "
        ),
        new(
            "Metaculus",
            ["Question ID", "Forecaster ID", "Probability Yes"],
            [
                ("Question ID", ColumnMeaning.Question),
                ("Forecaster ID", ColumnMeaning.Forecaster),
                ("Probability Yes", ColumnMeaning.Probability),
                ("Start Time", ColumnMeaning.MadeAt),
            ],
            "take outcomes from its table of questions; "
        ),
    ];

    /// <summary>One sentence on the platform that writes such headings and on what to do; null where it is none that is known.</summary>
    /// <param name="headings">The first line of the file.</param>
    /// <param name="name">What the reader calls such a column; null where it has none.</param>
    public static string? Advice(IReadOnlyCollection<string> headings, Func<ColumnMeaning, string?> name)
    {
        var platform = All.FirstOrDefault(p => p.ToldBy.All(t => headings.Contains(t, StringComparer.OrdinalIgnoreCase)));
        if (platform is null)
            return null;
        var renamed = platform.Columns.Where(c => name(c.Meaning) is not null).Select(c => $"{c.Heading} to {name(c.Meaning)}");
        return $"It looks like a file of {platform.Name}, which is not read as it is: rename {string.Join(", ", renamed)}; "
            + $"write times with their offset, such as 2024-03-01T09:00:00Z; {platform.Further}leave the other columns out.";
    }

    private sealed record Platform(string Name, string[] ToldBy, (string Heading, ColumnMeaning Meaning)[] Columns, string Further = "");
}
