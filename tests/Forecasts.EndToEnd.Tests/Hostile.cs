using System.Globalization;
using System.Text.Json.Nodes;

namespace Forecasts.EndToEnd.Tests;

/// <summary>What strangers send: as a text of an address or a field, and as JSON.</summary>
public static class Hostile
{
    private const string Here = "-the-place-";

    /// <summary>Half of a surrogate pair stands for itself; whoever writes it into an address writes its three bytes.</summary>
    public static readonly IReadOnlyList<string> Texts =
    [
        "",
        " ",
        "\t",
        "\0",
        "a\0b",
        "\uFFFF",
        "\uFFFE",
        "\uD800",
        "\uDC00x",
        "\u001b[31m",
        "a\r\nSet-Cookie: x=y",
        "\u2028",
        "\u202Eabc",
        "\u200B",
        "\uFEFF",
        "null",
        "true",
        "-1",
        "0",
        "1",
        "00001",
        "1.5",
        "1e309",
        "-1e-309",
        "NaN",
        "Infinity",
        "2147483648",
        "9223372036854775808",
        "99999999999999999999999",
        "٣",
        "½",
        "0x10",
        "1_000",
        "2024-13-45",
        "0000-00-00",
        "9999-12-31",
        "9999-12-31T23:59:59.9999999Z",
        "0001-01-01T00:00:00+14:00",
        "2024-02-30T25:61:61Z",
        "'",
        "\"",
        "'; drop table forecasts.mt_events; --",
        "$1",
        "@p0",
        "%",
        "%25",
        "%zz",
        "\\",
        "/",
        "//example.org",
        "../../etc/passwd",
        "..%2f..",
        "C:\\x",
        "*",
        "?",
        "#",
        ";",
        "&a=b",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
        "{0}",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "[]",
        "{}",
        "İıßﬀ",
        "👩‍👩‍👧‍👦",
        "e" + new string('\u0301', 500),
        new('x', 5_000),
    ];

    /// <summary>JSON as it is sent, not as a library would write it.</summary>
    public static readonly IReadOnlyList<string> Json =
    [
        "null",
        "true",
        "0",
        "-1",
        "-0",
        "1.5",
        "1e400",
        "1e-400",
        "99999999999999999999999999",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[1,2]",
        "{\"a\":1}",
        "{\"\":\"\"}",
        "{\"\\u0000\":\"x\"}",
        "{\"en\":\"a\",\"en\":\"b\"}",
        "{\"\\uD800\":1}",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\uD800\"",
        "\"\\uDC00x\"",
        "\"\\uFFFF\"",
        "\"\\u001b[31m\"",
        "\"\\u202Eabc\"",
        "\"\\u200b\"",
        "\"NaN\"",
        "\"1\"",
        "\"2024-13-45\"",
        "\"9999-12-31\"",
        "\"0001-01-01T00:00:00+14:00\"",
        "\"'; drop table x; --\"",
        "\"$1\"",
        "\"<b>\"",
        "\"javascript:alert(1)\"",
        "\"http://[::1\"",
        "\"İıß\"",
        "\"\\\\\"",
        "\"../..\"",
        "{\"en\":null}",
        "{\"en\":[]}",
        "{\"zh-Hans\":\"\"}",
        "{\"1\":\"supports\"}",
        "{\"-1\":\"supports\"}",
        "{\"99999999999\":\"x\"}",
        "[{}]",
        "[\"a\",\"a\"]",
        "[1e308,1e308,1e308]",
        "[NaN]",
        "{",
        "\"",
        string.Concat(Enumerable.Repeat("[", 200)),
        $"\"{new string('x', 5_000)}\"",
        $"[{string.Join(',', Enumerable.Repeat("0.1", 1_000))}]",
        // Of options, ranges and distributions.
        "1e308",
        "-1e308",
        "\"12 GW\"",
        "[null,null]",
        "{\"a\":0.5,\"a\":0.5}",
        "{\"a\":0.5,\"A\":0.5}",
        "{\"a\":null}",
        "{\"min\":null,\"max\":1}",
        "{\"min\":1e-320,\"max\":1e308}",
        "[{\"level\":0.5,\"value\":null}]",
        "[{\"level\":\"NaN\",\"value\":1e400}]",
        "[{\"level\":0.5,\"value\":5e-324},{\"level\":0.6,\"value\":1e-323}]",
        $"[{string.Join(',', Enumerable.Range(0, 201).Select(i => $"\"o{i}\""))}]",
        $"[{string.Join(',', Enumerable.Range(1, 1_000).Select(i => $$"""{"level":0.{{i:0000}},"value":{{i}}}"""))}]",
    ];

    /// <summary>The bytes of a text in an address; half a pair as the three bytes that some programs write for it.</summary>
    public static string Escaped(string text)
    {
        var escaped = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
                escaped.Append(
                    CultureInfo.InvariantCulture,
                    $"%{0xE0 | (text[i] >> 12):X2}%{0x80 | ((text[i] >> 6) & 0x3F):X2}%{0x80 | (text[i] & 0x3F):X2}"
                );
            else if (char.IsSurrogate(text[i]))
                escaped.Append(Uri.EscapeDataString(text.AsSpan(i++, 2)));
            else
                escaped.Append(Uri.EscapeDataString(text[i].ToString()));
        return escaped.ToString();
    }

    /// <summary>A body in many ways wrong: each of its members in turn, at every depth, replaced by what is given, and left out.</summary>
    public static IEnumerable<(string Member, string Body)> Bodies(JsonNode body)
    {
        foreach (var json in Json)
            yield return ("(whole)", json);
        foreach (var path in Places(body))
        {
            var changed = body.DeepClone();
            Replace(changed, path, JsonValue.Create(Here));
            var text = changed.ToJsonString();
            foreach (var json in Json)
                yield return (string.Join('.', path), text.Replace($"\"{Here}\"", json, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string[]> Places(JsonNode node, params string[] path)
    {
        var inner = node switch
        {
            JsonObject o => o.Select(m => (m.Key, m.Value)),
            JsonArray { Count: > 0 } a => [("0", a[0])],
            _ => [],
        };
        foreach (var (key, value) in inner)
        {
            if (value is null)
                continue;
            yield return [.. path, key];
            foreach (var deeper in Places(value, [.. path, key]))
                yield return deeper;
        }
    }

    private static void Replace(JsonNode root, string[] path, JsonNode value)
    {
        foreach (var step in path[..^1])
            root = root is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : root[step]!;
        if (root is JsonArray array)
            array[int.Parse(path[^1], CultureInfo.InvariantCulture)] = value;
        else
            root[path[^1]] = value;
    }
}
