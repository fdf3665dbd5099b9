using System.Security.Cryptography;
using System.Text.Json;

namespace Forecasts.Record.Export;

/// <summary>A table that is exported: what it is called and its columns in their order, for ever; what comes later comes behind.</summary>
public sealed record ExportTable(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>The first line of its file.</summary>
    public string Header => CsvText.Line(Columns);

    public static readonly ExportTable Claims = new("claims", ClaimColumns.All);
    public static readonly ExportTable Forecasts = new("forecasts", ForecastColumns.All);
    public static readonly ExportTable Scores = new("scores", ScoreColumns.All);

    public static readonly IReadOnlyList<ExportTable> All = [Claims, Forecasts, Scores];
}

/// <summary>A row of an exported table; <see cref="Cell"/> says how each value is written.</summary>
public abstract record ExportRow(ExportTable Table)
{
    /// <summary>What the row says, column by column; a column that it says nothing of is null.</summary>
    protected abstract IEnumerable<(string Column, string? Text)> Values();

    /// <summary>Its texts in the order of the columns; nothing said is empty.</summary>
    /// <exception cref="RecordException">It names a column twice, or one that the table has not.</exception>
    public IReadOnlyList<string> Cells()
    {
        List<string> columns = [.. Table.Columns];
        var texts = new string?[columns.Count];
        foreach (var (column, text) in Values())
        {
            var place = columns.IndexOf(column);
            if (place < 0 || texts[place] is not null)
                throw new RecordException($"The table {Table.Name} has no place for '{column}', or it is taken.");
            texts[place] = text ?? "";
        }

        return [.. texts.Select(text => text ?? "")];
    }

    /// <summary>Its line in the table's file.</summary>
    public string Line() => CsvText.Line(Cells());

    /// <summary>Its canonical bytes (RFC 8785) of the object {row, table}; of the row those texts that are not empty.</summary>
    public byte[] Bytes()
    {
        var row = Table
            .Columns.Zip(Cells())
            .Where(cell => cell.Second != "")
            .ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
        return CanonicalJson.Of(new { table = Table.Name, row }, JsonSerializerOptions.Default);
    }

    /// <summary>SHA-256 of <see cref="Bytes"/>, in lower-case hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Bytes()));
}
