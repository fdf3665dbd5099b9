namespace Forecasts.Scoring.Words;

/// <summary>The headings of a file by the names of known columns: capital letters, blanks, hyphens and underscores make no difference.</summary>
public static class Headings
{
    /// <summary>The headings, each under the name of the column that it means; others as they are, without the blanks around them.</summary>
    public static string[] Known(IEnumerable<string> headings, IReadOnlyCollection<string> columns) =>
        [.. headings.Select(h => h.Trim()).Select(h => columns.FirstOrDefault(c => c == h) ?? columns.FirstOrDefault(c => Bare(c) == Bare(h)) ?? h)];

    private static string Bare(string heading) => string.Concat(heading.Where(c => c is not (' ' or '-' or '_'))).ToLowerInvariant();
}
