using System.Text;

namespace Forecasts.Cli.Tests;

/// <summary>Files that a test writes for the offline commands, in a folder of its own.</summary>
public sealed class Offline : IDisposable
{
    public const string Header = "forecaster,question,probability,outcome";

    private const string Ten =
        """ "opens":"2026-01-01T00:00:00Z","scheduledClose":"2026-01-11T00:00:00Z","closes":"2026-01-11T00:00:00Z" """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    public Task<Typed> Score(string content, params string[] options) => Score(Encoding.UTF8.GetBytes(content), options);

    public Task<Typed> Score(byte[] content, params string[] options) => Run("score", "rows.csv", content, options);

    public Task<Typed> Tournament(string json, params string[] options) => Tournament(Encoding.UTF8.GetBytes(json), options);

    public Task<Typed> Tournament(byte[] json, params string[] options) => Run("score-tournament", "tournament.json", json, options);

    /// <summary>A question of ten days, all on one line.</summary>
    public static string Question(string id, string outcome = "true", string type = "binary", string? forecasts = null, string window = Ten)
    {
        var settled = outcome.Length == 0 ? "" : $"\"outcome\":{outcome},";
        return $$"""{"id":"{{id}}","type":"{{type}}",{{window}},{{settled}}"forecasts":[{{forecasts ?? Forecast("ann")}}]}""";
    }

    public static string Forecast(string who, string start = "2026-01-01T00:00:00Z", string value = "\"probability\":0.8") =>
        $$"""{"forecaster":"{{who}}","start":"{{start}}",{{value}}}""";

    public static string Questions(params string[] questions) => "{\"questions\":[\n" + string.Join(",\n", questions) + "]}";

    private async Task<Typed> Run(string command, string name, byte[] content, string[] options)
    {
        await File.WriteAllBytesAsync(Path(name), content);
        return await Typed.With([], [command, Path(name), .. options]);
    }
}
