using System.Globalization;

namespace Forecasts.Scoring.Tests.Vectors;

/// <summary>Real data with published results. It is not in the repository: tests that need it are skipped where it is absent.</summary>
public static class PublishedData
{
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The rows of a CSV file by column.</summary>
    public static List<Dictionary<string, string>> Rows(string folder, string file)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("FORECASTS_DATA") ?? Beside(), folder, file);
        Assert.SkipUnless(File.Exists(path), $"There is no {folder}/{file}; FORECASTS_DATA names the folder of the published data.");
        var records = Records(File.ReadAllText(path)).ToList();
        return [.. records.Skip(1).Select(r => records[0].Zip(r).ToDictionary(x => x.First, x => x.Second))];
    }

    // Where the data lies by default: in shared/data beside the repository.
    private static string Beside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Forecasts.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data");
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var (record, value, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r'))
                value.Append(c);
            else if (c != '\r')
            {
                record.Add(value.ToString());
                value.Clear();
                if (c == ',')
                    continue;
                yield return record;
                record = [];
            }
        }

        if (value.Length > 0)
            yield return [.. record, value.ToString()];
    }
}
