using System.Globalization;
using Forecasts.Domain;

namespace Forecasts.Server.Features.Layout;

/// <summary>A form that was sent and comes back.</summary>
/// <param name="Name">Which one of the page's forms.</param>
public sealed record Form(string Name, Rejection? Refused, IFormCollection? Given)
{
    public static readonly Form None = new("", null, null);

    /// <summary>True once the message stands beside its field.</summary>
    public bool Shown { get; set; }

    public bool Is(string form) => Name == form && Refused is not null;

    /// <summary>It was sent and comes back with what was typed, refused or only looked at.</summary>
    public bool Holds(string form) => Name == form && Given is not null;

    /// <summary>What was typed into a form that comes back, else what the page knows.</summary>
    public string? Value(string form, string field, string? known = null) => Holds(form) ? Given![field].ToString() : known;

    public bool Ticked(string form, string field, string value, bool known = false) => Holds(form) ? Given![field].Contains(value) : known;
}

/// <summary>What people type, as values; null where it is not one.</summary>
public static class Typed
{
    public static string Text(this IFormCollection form, string field) => form[field].ToString().Trim();

    public static string? TextOrNull(this IFormCollection form, string field) => form.Text(field) is { Length: > 0 } text ? text : null;

    /// <summary>The inputs of a text, one for each language that it has: name and language tag, which is empty where it has none.</summary>
    public static IEnumerable<(string Input, string Language)> Inputs(this LocalText? known, string field) =>
        known?.ByLanguage is { Count: > 0 } texts
            ? texts.Keys.Order(StringComparer.Ordinal).Select(tag => ($"{field}.{tag}", tag))
            : [(field, "")];

    /// <summary>A text as it was typed, in the languages that the known one has.</summary>
    public static LocalText Local(this IFormCollection form, string field, LocalText? known) =>
        known?.ByLanguage is { Count: > 0 }
            ? LocalText.In(known.Inputs(field).ToDictionary(i => i.Language, i => form.Text(i.Input), StringComparer.Ordinal))
            : form.Text(field);

    /// <summary>The same for a text that may be left out: empty in every language is none.</summary>
    public static LocalText? LocalOrNull(this IFormCollection form, string field, LocalText? known) =>
        form.Local(field, known) is var text && text.Texts.All(string.IsNullOrEmpty) ? null : text;

    public static DateOnly? Day(this IFormCollection form, string field) =>
        DateOnly.TryParseExact(form.Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>
    /// A percentage as a probability; decimal arithmetic, so that 70.1 becomes 0.701 and nothing near it, and by its digits, for the
    /// cast from decimal may miss the nearest double.
    /// </summary>
    public static double? Share(this IFormCollection form, string field) =>
        decimal.TryParse(
            form.Text(field).TrimEnd('%', ' '),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var percent
        )
            ? double.Parse((percent / 100m).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : null;
}
