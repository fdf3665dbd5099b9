using System.Text;
using Forecasts.Domain;

namespace Forecasts.Server.People.Passwords;

/// <summary>What may be somebody's password. Its length counts, not which characters it mixes.</summary>
public static class PasswordRules
{
    public const int Shortest = 8;

    public const int Longest = 256;

    /// <summary>Why it cannot be the password of somebody of that name, or null.</summary>
    public static Rejection? Wrong(string name, string password)
    {
        var length = password.EnumerateRunes().Count();
        if (length is < Shortest or > Longest)
            return Refuse.Invalid("password.length", $"A password has {Shortest} to {Longest} characters.", "password");
        if (CommonPasswords.Has(password))
            return Refuse.Invalid("password.common", "This password is one of those that are tried first; choose another.", "password");
        return Names.Look(password) == Names.Look(name)
            ? Refuse.Invalid("password.name", "Your name is no password, for everybody knows it; choose another.", "password")
            : null;
    }

    /// <summary>The same characters, whichever keyboard they come from; what is too long is no password whatever it is.</summary>
    public static string Normal(string? given) =>
        given is { Length: <= 8 * Longest } text ? text.Normalize(NormalizationForm.FormKC) : given ?? "";
}
