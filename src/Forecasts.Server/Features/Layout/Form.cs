using System.Globalization;
using Forecasts.Domain;

namespace Forecasts.Server.Features.Layout;

/// <summary>A form that was sent and refused.</summary>
/// <param name="Name">Which one of the page's forms.</param>
public sealed record Form(string Name, Rejection? Refused, IFormCollection? Given)
{
    public static readonly Form None = new("", null, null);

    /// <summary>True once the message stands beside its field.</summary>
    public bool Shown { get; set; }

    public bool Is(string form) => Name == form && Refused is not null;

    /// <summary>What was typed into a refused form, else what the page knows.</summary>
    public string? Value(string form, string field, string? known = null) => Is(form) ? Given![field].ToString() : known;

    public bool Ticked(string form, string field, string value, bool known = false) => Is(form) ? Given![field].Contains(value) : known;
}

/// <summary>What people type, as values; null where it is not one.</summary>
public static class Typed
{
    public static string Text(this IFormCollection form, string field) => form[field].ToString().Trim();

    public static string? TextOrNull(this IFormCollection form, string field) => form.Text(field) is { Length: > 0 } text ? text : null;

    public static DateOnly? Day(this IFormCollection form, string field) =>
        DateOnly.TryParseExact(form.Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A percentage as a probability; decimal arithmetic, so that 70.1 becomes 0.701 and nothing near it.</summary>
    public static double? Share(this IFormCollection form, string field) =>
        decimal.TryParse(form.Text(field).TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent)
            ? (double)(percent / 100m) : null;
}
