using System.Globalization;
using System.Text;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Imports;

/// <summary>The refused rows of an import as a CSV file, written while they are read: they may be as many as the file's.</summary>
public static class RefusedCsv
{
    public const string Type = "text/csv; charset=utf-8";

    private const int Page = 5_000;

    public static string Name(string id) => $"refused-{id}.csv";

    public static async Task Write(RefusedRows refused, string id, Stream to, CancellationToken cancellation)
    {
        // The byte-order mark tells spreadsheets that it is UTF-8.
        await using var text = new StreamWriter(
            to,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            bufferSize: 64 * 1024,
            leaveOpen: true
        );
        await text.WriteAsync("line,code,message,field\r\n".AsMemory(), cancellation);
        for (var after = 0; ; )
        {
            var rows = await refused.Of(id, after, Page, cancellation);
            foreach (var (number, row) in rows)
            {
                await text.WriteAsync(
                    string.Create(
                            CultureInfo.InvariantCulture,
                            $"{row.Line},{row.Code},{Quoted(row.Message)},{(row.Field is null ? "" : Quoted(row.Field))}\r\n"
                        )
                        .AsMemory(),
                    cancellation
                );
                after = number;
            }

            if (rows.Count < Page)
                return;
        }
    }

    // A heading of the file may begin like a formula: a spreadsheet is to show it, not to reckon it.
    private static string Quoted(string text) =>
        '"' + (text is ['=' or '+' or '-' or '@', ..] ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
