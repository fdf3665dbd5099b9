using System.Buffers;
using System.Text;

namespace Forecasts.Record;

/// <summary>A string as RFC 8785 writes it: only what must be escaped is.</summary>
internal static class CanonicalText
{
    private const string Hex = "0123456789abcdef";

    public static void Write(string text, ArrayBufferWriter<byte> to)
    {
        to.Write("\""u8);
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Escape(text[i]) is not { } escaped)
                continue;
            to.Write(Utf8(text, from, i));
            to.Write(Encoding.ASCII.GetBytes(escaped));
            from = i + 1;
        }

        to.Write(Utf8(text, from, text.Length));
        to.Write("\""u8);
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static byte[] Utf8(string text, int from, int until)
    {
        try
        {
            return Strict.GetBytes(text[from..until]);
        }
        catch (EncoderFallbackException e)
        {
            throw new RecordException("A text has half a surrogate pair.", e);
        }
    }

    private static string? Escape(char c) =>
        c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            < ' ' => "\\u00" + Hex[c >> 4] + Hex[c & 15],
            _ => null,
        };
}
