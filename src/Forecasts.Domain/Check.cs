namespace Forecasts.Domain;

/// <summary>Checks of input that several deciders share: the first one that fails is the answer.</summary>
public static class Check
{
    public static Rejection? First(params ReadOnlySpan<Rejection?> checks)
    {
        foreach (var check in checks)
            if (check is not null) return check;
        return null;
    }

    public static Rejection? Text(LocalText? text, string field, int longest) =>
        text is null || text.IsBlank ? Refuse.Invalid("text.missing", $"'{field}' must not be empty.", field)
        : text.Longest > longest ? Refuse.Invalid("text.too-long", $"'{field}' may have at most {longest} characters.", field)
        : text.Text.Contains('\0', StringComparison.Ordinal) ? Refuse.Invalid("text.control-character", $"'{field}' contains a zero character.", field)
        : null;

    public static Rejection? OptionalText(LocalText? text, string field, int longest) =>
        text is null ? null : Text(text, field, longest);

    /// <summary>A key in an address: lower-case letters, digits and hyphens, at most 60.</summary>
    public static Rejection? Slug(string? slug, string field) =>
        slug is { Length: > 0 and <= 60 } && slug.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && slug[0] != '-' && slug[^1] != '-'
            ? null
            : Refuse.Invalid("slug.invalid", $"'{field}' may hold lower-case letters, digits and hyphens, at most 60.", field);

    public static Rejection? WebAddress(string? url, string field) =>
        url is null || (url.Length <= 2_000 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? null
            : Refuse.Invalid("url.invalid", $"'{field}' must be a full web address beginning with http:// or https://.", field);
}
