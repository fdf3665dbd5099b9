using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Forecasts.Record.Tests;

/// <summary>What was once written is read for ever: a file of every version of every event, and none of them changes.</summary>
public class GoldenTests
{
    private static readonly string Folder = Path.Combine(Here(), "Golden");
    private static readonly string Sums = Path.Combine(Folder, "SHA256SUMS");

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static string FileOf(string name) => Path.Combine(Folder, name + ".json");

    private static string StoredOf(string name) =>
        name.Split('-', 2) is var parts && name.Count(c => c == '.') == 2 ? name[..(name.LastIndexOf('.') + 2)] : parts[0];

    [Fact]
    public void Missing_files_are_written_when_asked_for_and_never_over_others()
    {
        if (Environment.GetEnvironmentVariable("FORECASTS_WRITE_GOLDEN") != "1")
            return;
        foreach (var (name, happened) in Samples.All.Where(s => !File.Exists(FileOf(s.Key))))
        {
            File.WriteAllBytes(
                FileOf(name),
                CanonicalJson.Of(JsonSerializer.SerializeToElement(happened, happened.GetType(), RecordJson.Options))
            );
            File.AppendAllText(Sums, $"{Sum(FileOf(name))}  {name}.json\n");
        }
    }

    [Fact]
    public void Every_event_has_a_golden_file_of_the_version_that_is_written_today()
    {
        var events = typeof(Domain.Stamp)
            .Assembly.GetTypes()
            .Where(t =>
                t.DeclaringType is { IsAbstract: true } union
                && union.Name.EndsWith("Event", StringComparison.Ordinal)
                && t.IsSubclassOf(union)
            );
        EventKind.All.Select(k => k.Type).ShouldBe(events, ignoreOrder: true);
        EventKind.All.Select(k => k.Name).ShouldBeUnique();
        foreach (var kind in EventKind.All)
            File.Exists(FileOf(kind.Stored)).ShouldBeTrue(kind.Stored);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_written_as_its_golden_file_and_read_back_from_it(string name)
    {
        var golden = File.ReadAllBytes(FileOf(name));
        var happened = Samples.All[name];
        EventKind.Of(happened.GetType()).Stored.ShouldBe(StoredOf(name));
        Text(Canonical(happened)).ShouldBe(Text(golden));
        var read = EventReader.Current.Read(StoredOf(name), JsonDocument.Parse(golden).RootElement);
        read.ShouldBeOfType(happened.GetType());
        Text(Canonical(read)).ShouldBe(Text(golden));
    }

    [Fact]
    public void Files_of_every_version_that_was_ever_written_are_still_read()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.json"))
        {
            var stored = StoredOf(Path.GetFileNameWithoutExtension(file));
            EventReader.Current.Stored.ShouldContain(stored);
            Should.NotThrow(() => EventReader.Current.Read(stored, JsonDocument.Parse(File.ReadAllBytes(file)).RootElement), file);
        }
    }

    [Fact]
    public void No_golden_file_has_changed()
    {
        var listed = File.ReadAllLines(Sums).Select(line => line.Split("  ")).ToDictionary(line => line[1], line => line[0]);
        Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileName).ShouldBe(listed.Keys, ignoreOrder: true);
        foreach (var (file, sum) in listed)
            Sum(Path.Combine(Folder, file)).ShouldBe(sum, file);
    }

    private static byte[] Canonical(object happened) =>
        CanonicalJson.Of(JsonSerializer.SerializeToElement(happened, happened.GetType(), RecordJson.Options));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
