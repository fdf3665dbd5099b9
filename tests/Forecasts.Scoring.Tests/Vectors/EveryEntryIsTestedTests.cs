using System.Reflection;
using System.Text.Json;

namespace Forecasts.Scoring.Tests.Vectors;

/// <summary>No reference value lies about unused: each is a row of some theory here, but for those that Data/README.md names.</summary>
public class EveryEntryIsTestedTests
{
    private static readonly string[] NotOurs = ["prize_percentages", "ranks_with_exclusions"];

    [Fact]
    public void Every_usable_entry_is_a_row_of_a_theory()
    {
        var rows = typeof(Data)
            .Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(Data).Namespace)
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(p => typeof(IEnumerable<ITheoryDataRow>).IsAssignableFrom(p.PropertyType))
            .SelectMany(p => (IEnumerable<ITheoryDataRow>)p.GetValue(null)!)
            .SelectMany(r => r.GetData().OfType<string>())
            .ToHashSet(StringComparer.Ordinal);

        Data.Scoring.EnumerateArray()
            .Where(e => e.Text("measure") != "dataset" && !NamesAFile(e))
            .Select(e => e.Text("id"))
            .Where(id => !rows.Contains(id))
            .ShouldBeEmpty();
        Data.Tournament.EnumerateArray()
            .Where(e => !NotOurs.Contains(e.Text("kind"), StringComparer.Ordinal))
            .Select(e => e.Text("id"))
            .Where(id => !rows.Contains(id))
            .ShouldBeEmpty();
    }

    private static bool NamesAFile(JsonElement entry) => entry.GetProperty("inputs").TryGetProperty("file", out _);
}
