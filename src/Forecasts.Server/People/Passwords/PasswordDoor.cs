using Forecasts.Domain;
using Marten;
using Microsoft.AspNetCore.Identity;

namespace Forecasts.Server.People.Passwords;

/// <summary>What a try with a password came to.</summary>
public enum Tried
{
    Wrong,
    Right,

    /// <summary>It was right, but too many before it were not.</summary>
    Locked,
}

/// <summary>
/// Who gets in with a password. A try is counted before it is looked at, so that of many at once no more are looked at than of as many one
/// by one; and whoever is refused waits for the same work, whether there is such a person or not.
/// </summary>
public sealed class PasswordDoor(UserManager<Account> users, CredentialStore store, IPasswordHasher<Account> hasher)
{
    public const int Tries = 5;

    public static readonly TimeSpan LockLasts = TimeSpan.FromMinutes(15);

    // So many others may have been quicker.
    private const int Attempts = 20;

    /// <summary>Of no password: what is looked at in place of one that is not there.</summary>
    public static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(null!, Ids.Secret(""));

    private static readonly Rejection OldWrong = Refuse.Invalid("password.wrong", "This is not your password of now.", "old");

    private static readonly Rejection OldLocked = Refuse.Conflict(
        "password.locked",
        "The password was wrong too often; it is taken again in a quarter of an hour.",
        "old"
    );

    private static readonly Rejection Meanwhile = Refuse.Conflict(
        "password.meanwhile",
        "Your password was changed meanwhile; load the page again."
    );

    /// <summary>Null where nobody is called so.</summary>
    public Task<Account?> Named(string? name, CancellationToken cancellation) => store.FindByNameAsync(name ?? "", cancellation);

    public Task<bool> Has(Account account) => users.HasPasswordAsync(account);

    /// <param name="account">Null where there is nobody of that name.</param>
    /// <param name="whenRight">What is stored with it, and only if nothing about the password has changed since it was looked at.</param>
    public async Task<Tried> Try(Account? account, string? password, Action<IDocumentOperations> whenRight, CancellationToken cancellation)
    {
        var given = PasswordRules.Normal(password);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (account is not { SignsIn: true, ShutAt: null } || !await users.HasPasswordAsync(account))
                break;
            // While it is locked as many are looked at as before it: who knows the password is told, and nobody finds it out so.
            var locked = await users.IsLockedOutAsync(account);
            if (locked && await users.GetAccessFailedCountAsync(account) >= Tries)
                break;
            if (!await Counted(account, locked, cancellation))
                continue;
            var stamp = await users.GetSecurityStampAsync(account);
            if (!await users.CheckPasswordAsync(account, given))
                return Tried.Wrong;
            if (locked)
                return Tried.Locked;
            if (await Entered(account, stamp, whenRight, cancellation))
                return Tried.Right;
        }

        hasher.VerifyHashedPassword(account!, NobodysHash, given);
        return Tried.Wrong;
    }

    /// <summary>Sets it, where there is one for the old one; all other browsers and the links that were not used end with it.</summary>
    /// <param name="browser">The one that asks.</param>
    public async Task<Rejection?> Set(Account account, string? old, string? password, string? browser, CancellationToken cancellation)
    {
        var given = PasswordRules.Normal(password);
        if (PasswordRules.Wrong(account.Name, given) is { } wrong)
            return wrong;
        var changes = await Has(account);
        if (changes && await Try(account, old, _ => { }, cancellation) is var tried and not Tried.Right)
            return tried == Tried.Locked ? OldLocked : OldWrong;
        Browsers.EndOthers(store.Session, account.Id, browser);
        SignInLink.End(store.Session, account.Id);
        var set = changes
            ? await users.ChangePasswordAsync(account, PasswordRules.Normal(old), given)
            : await users.AddPasswordAsync(account, given);
        return set.Succeeded ? null : Meanwhile;
    }

    /// <summary>False where the password is another one by now; the tries of others are no hindrance.</summary>
    private async Task<bool> Entered(Account account, string stamp, Action<IDocumentOperations> whenRight, CancellationToken cancellation)
    {
        while (await users.GetSecurityStampAsync(account) == stamp)
        {
            whenRight(store.Session);
            await store.ResetAccessFailedCountAsync(account, cancellation);
            await store.SetLockoutEndDateAsync(account, null, cancellation);
            if ((await store.UpdateAsync(account, cancellation)).Succeeded)
                return true;
        }

        return false;
    }

    private async Task<bool> Counted(Account account, bool locked, CancellationToken cancellation)
    {
        if (!locked)
            return (await users.AccessFailedAsync(account)).Succeeded;
        await store.IncrementAccessFailedCountAsync(account, cancellation);
        return (await store.UpdateAsync(account, cancellation)).Succeeded;
    }
}
