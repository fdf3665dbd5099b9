using System.Security.Cryptography;
using System.Text;

namespace Forecasts.Domain;

/// <summary>
/// Free text that belongs to a person and can be erased: the commitment SHA-256(salt, text) stays in the event,
/// salt and text may be dropped, and every hash over the event without them still holds.
/// </summary>
public sealed record PersonalText(string Commitment, string? Salt, string? Text)
{
    public const int LongestText = 20_000;

    /// <param name="text">The text itself.</param>
    /// <param name="salt">16 random bytes from the caller; the domain draws no randomness.</param>
    public static PersonalText Commit(string text, ReadOnlySpan<byte> salt)
    {
        var saltText = Convert.ToHexStringLower(salt);
        return new(Digest(saltText, text), saltText, text);
    }

    public PersonalText Erased() => this with { Salt = null, Text = null };

    /// <summary>True where salt and text are present and give the commitment.</summary>
    public bool Holds() => Salt is not null && Text is not null && Digest(Salt, Text) == Commitment;

    private static string Digest(string salt, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + "\n" + text)));
}
