using System.Text.Json;
using System.Text.Json.Nodes;

namespace Forecasts.Record;

/// <summary>Reads events of every version there ever was, and writes the canonical bytes of those there are.</summary>
public sealed class EventReader
{
    /// <summary>For the events of today.</summary>
    public static readonly EventReader Current = new(EventKind.All, Upcast.All);

    private readonly Dictionary<string, EventKind> kinds;
    private readonly Dictionary<string, Upcast> steps;

    /// <exception cref="RecordException">A step is missing between an older version and the present one, or leads beyond it.</exception>
    public EventReader(IReadOnlyList<EventKind> kinds, IReadOnlyList<Upcast> upcasts)
    {
        this.kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        steps = upcasts.ToDictionary(u => u.Stored, StringComparer.Ordinal);
        foreach (var step in upcasts)
        {
            if (!this.kinds.TryGetValue(step.Name, out var kind) || step.From >= kind.Version)
                throw new RecordException($"Nothing is newer than {step.Stored}.");
            if (step.From + 1 < kind.Version && !steps.ContainsKey($"{step.Name}.{step.From + 1}"))
                throw new RecordException($"No step leads from {step.Name}.{step.From + 1} to {kind.Stored}.");
        }
    }

    public IEnumerable<EventKind> Kinds => kinds.Values;

    /// <summary>The stored names of all versions that can be read.</summary>
    public IEnumerable<string> Stored => kinds.Values.Select(k => k.Stored).Concat(steps.Keys);

    /// <summary>The stored names of older versions, each with the type it is read as today.</summary>
    public IEnumerable<(string Stored, Type Type)> Older => steps.Values.Select(s => (s.Stored, kinds[s.Name].Type));

    /// <summary>An event out of its document, whatever version it has.</summary>
    /// <exception cref="RecordException">The name or version is unknown, or the document is not such an event.</exception>
    public object Read(string stored, JsonElement data)
    {
        var (name, version) = Split(stored);
        if (!kinds.TryGetValue(name, out var kind) || version > kind.Version)
            throw new RecordException($"'{stored}' is no event that is known here.");
        try
        {
            if (version == kind.Version)
                return data.Deserialize(kind.Type, RecordJson.Options)!;
            if (data.ValueKind != JsonValueKind.Object)
                throw new RecordException($"'{stored}' is an object.");
            var document = JsonObject.Create(data)!;
            for (; version < kind.Version; version++)
                document = steps[$"{name}.{version}"].Change(document);
            return document.Deserialize(kind.Type, RecordJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new RecordException($"This is no '{stored}': {e.Message}", e);
        }
        catch (KeyNotFoundException e)
        {
            throw new RecordException($"'{stored}' is no event that is known here.", e);
        }
    }

    private static (string Name, int Version) Split(string stored)
    {
        var dot = stored.LastIndexOf('.');
        return
            dot > 0
            && int.TryParse(
                stored.AsSpan(dot + 1),
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var version
            )
            ? (stored[..dot], version)
            : throw new RecordException($"'{stored}' has no version.");
    }
}
