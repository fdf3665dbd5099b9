using Forecasts.Domain;
using Marten;

namespace Forecasts.Server.People;

/// <summary>A person. The id is opaque and stands in every event; the name lives here alone.</summary>
/// <param name="Roles">Roles in every tournament.</param>
/// <param name="SignsIn">False for people that an import created.</param>
/// <param name="Import">The import that created it.</param>
/// <param name="ShutAt">Since when nobody gets in with it.</param>
public sealed record Account(
    string Id,
    string Name,
    IReadOnlyList<RoleName> Roles,
    bool SignsIn,
    DateTimeOffset CreatedAt,
    string? Import = null,
    DateTimeOffset? ShutAt = null
)
{
    /// <summary>Names are compared without regard to case.</summary>
    public string NormalName => Normal(Name);

    /// <summary>What the name looks like; unique, so that nobody passes for somebody else.</summary>
    public string Look => Names.Look(Name);

    public static string Normal(string name) => name.Trim().Normalize().ToUpperInvariant();
}

/// <summary>A person's roles in one tournament.</summary>
/// <param name="Import">The import that made it, until somebody puts the list of people.</param>
public sealed record Membership(string Id, string Tournament, string Account, IReadOnlyList<RoleName> Roles, string? Import = null)
{
    public static string Key(string tournament, string account) => $"{tournament}|{account}";
}

/// <summary>A named programme over many years; the id is its slug.</summary>
/// <param name="Import">The import that made it.</param>
public sealed record Tournament(string Id, LocalText Name, string? Import = null);

/// <summary>A personal access token; the id is the SHA-256 of the secret, which is shown once and stored nowhere.</summary>
/// <param name="Scopes">Null: all.</param>
public sealed record AccessToken(
    string Id,
    string Account,
    string Label,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    IReadOnlyList<TokenScope>? Scopes = null
);

/// <summary>When a token was last used, to the hour; apart from the token, so that writing it undoes nothing.</summary>
public sealed record TokenUse(string Id, DateTimeOffset UsedAt);

/// <summary>
/// A browser that is signed in; the id is the hash of what its cookie holds. What is not there has ended, wherever the cookie was copied
/// to.
/// </summary>
public sealed record BrowserSession(string Id, string Account, DateTimeOffset StartedAt, DateTimeOffset? SeenAt = null);

/// <summary>A link that signs its bearer in, once.</summary>
/// <param name="Rescues">Its use also takes the old password away and ends all that was open, so that its bearer begins anew.</param>
public sealed record SignInLink(string Id, string Account, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, bool Rescues = false)
{
    /// <summary>Ends those of the account that nobody has used.</summary>
    public static void End(IDocumentOperations session, string account) =>
        session.DeleteWhere<SignInLink>(l => l.Account == account && l.UsedAt == null);
}
