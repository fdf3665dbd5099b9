namespace Forecasts.Domain;

/// <summary>Checks of input that several deciders share: the first one that fails is the answer.</summary>
public static class Check
{
    public static Rejection? First(params ReadOnlySpan<Rejection?> checks)
    {
        foreach (var check in checks)
            if (check is not null)
                return check;
        return null;
    }

    public static Rejection? Text(LocalText? text, string field, int longest) =>
        text is null || text.IsBlank ? Refuse.Invalid("text.missing", $"'{field}' must not be empty.", field)
        : text.Longest > longest ? Refuse.Invalid("text.too-long", $"'{field}' may have at most {longest} characters.", field)
        : !text.Texts.All(t => IsStorable(t))
            ? Refuse.Invalid("text.control-character", $"'{field}' contains a zero character, or another that cannot be stored.", field)
        : text.HasLanguages ? null
        : Refuse.Invalid(
            "text.language",
            $"'{field}' is keyed by language tags such as en or zh-Hans, at most {LocalText.MostLanguages} of them.",
            field
        );

    public static Rejection? OptionalText(LocalText? text, string field, int longest) => text is null ? null : Text(text, field, longest);

    /// <summary>What comes too late needs a reason (only an organiser may give one), which shows in the report.</summary>
    public static Rejection? Late(Stamp stamp, Rejection refused) =>
        stamp.LateReason is null ? refused : Text(stamp.LateReason, "reason", 1_000);

    /// <summary>True where a text holds no U+0000, U+FFFE, U+FFFF and no unpaired surrogate.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\0' or '\uFFFE' or '\uFFFF')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// An optional name: not blank, no longer than that, without control characters (the database stores no zero character).
    /// </summary>
    public static Rejection? Name(string? name, int longest, string code, string field) =>
        name is null || (!string.IsNullOrWhiteSpace(name) && name.Length <= longest && !name.Any(char.IsControl) && IsStorable(name))
            ? null
            : Refuse.Invalid(code, $"'{field}' has 1 to {longest} characters, none of them a control character.", field);

    /// <summary>A key in an address: lower-case letters, digits and hyphens, at most 60.</summary>
    public static Rejection? Slug(string? slug, string field) =>
        slug is { Length: > 0 and <= 60 }
        && slug.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && slug[0] != '-'
        && slug[^1] != '-'
            ? null
            : Refuse.Invalid("slug.invalid", $"'{field}' may hold lower-case letters, digits and hyphens, at most 60.", field);

    public static Rejection? WebAddress(string? url, string field) =>
        url is null
        || (
            url.Length <= 2_000
            && !url.Any(char.IsControl)
            && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
        )
            ? null
            : Refuse.Invalid("url.invalid", $"'{field}' must be a full web address beginning with http:// or https://.", field);
}
