namespace Forecasts.Scoring.Words;

/// <summary>The headings of a file by the names of known columns: capital letters, blanks, hyphens and underscores are the same.</summary>
public static class Headings
{
    /// <summary>The headings, each under the name of the column that it means; others as they are, without outer blanks.</summary>
    public static string[] Known(IEnumerable<string> headings, IReadOnlyCollection<string> columns) =>
        [.. headings.Select(h => h.Trim()).Select(h => Named(h, columns) ?? h)];

    private static string? Named(string heading, IReadOnlyCollection<string> columns) =>
        columns.FirstOrDefault(c => c == heading) ?? columns.FirstOrDefault(c => Bare(c) == Bare(heading));

    private static string Bare(string heading) => string.Concat(heading.Where(c => c is not (' ' or '-' or '_'))).ToLowerInvariant();
}
