namespace Forecasts.Server.People.Passwords;

/// <summary>What somebody signs in with beside a link, and how often that went wrong; the id is the account's.</summary>
/// <param name="PasswordHash">As Identity makes it; null where links alone sign in.</param>
/// <param name="Stamp">Another one with every change of the password.</param>
/// <param name="Failed">Tries since the last right one.</param>
public sealed record Credentials(string Id, string? PasswordHash, string Stamp, int Failed = 0, DateTimeOffset? LockedUntil = null)
{
    /// <summary>After one more try; those of before a lock that is over no longer count.</summary>
    public Credentials Tried(DateTimeOffset now) =>
        LockedUntil <= now ? this with { Failed = 1, LockedUntil = null } : this with { Failed = Failed + 1 };
}
