using JasperFx;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Identity;

namespace Forecasts.Server.People.Passwords;

/// <summary>
/// Where Identity keeps what it knows of an account: in a document beside it. Of several who change it at once one succeeds; what else is
/// in the session is stored with it or not at all.
/// </summary>
public sealed class CredentialStore(IDocumentSession session, Clock clock)
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserLockoutStore<Account>
{
    private Credentials? held;
    private bool isNew;

    public IDocumentSession Session => session;

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var changed = await Of(user, cancellationToken);
        if (isNew)
            session.Insert(changed);
        else
            session.Store(changed);
        held = null;
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return IdentityResult.Success;
        }
        catch (Exception e) when (e is ConcurrencyException or DocumentAlreadyExistsException)
        {
            session.EjectAllPendingChanges();
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
    }

    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        var normal = Account.Normal(normalizedUserName);
        return await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal, cancellationToken);
    }

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        session.LoadAsync<Account>(userId, cancellationToken);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) =>
        Change(user, c => c with { PasswordHash = passwordHash }, cancellationToken);

    public async Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        (await Of(user, cancellationToken)).PasswordHash;

    public async Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        (await Of(user, cancellationToken)).PasswordHash is not null;

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) =>
        Change(user, c => c with { Stamp = stamp }, cancellationToken);

    public async Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        (await Of(user, cancellationToken)).Stamp;

    // Identity reads the machine's clock; what is kept is of ours.
    public async Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        (await Of(user, cancellationToken)).LockedUntil - clock.Offset;

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Change(user, c => c with { LockedUntil = lockoutEnd + clock.Offset }, cancellationToken);

    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        (await Change(user, c => c.Tried(clock.GetUtcNow()), cancellationToken)).Failed;

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Change(user, c => c with { Failed = 0 }, cancellationToken);

    public async Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        (await Of(user, cancellationToken)).Failed;

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.NormalName);

    // The account makes it of its name.
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    // The session is its giver's.
    public void Dispose() { }

    private async Task<Credentials> Of(Account user, CancellationToken cancellation)
    {
        if (held?.Id == user.Id)
            return held;
        held = await session.LoadAsync<Credentials>(user.Id, cancellation);
        isNew = held is null;
        return held ??= new(user.Id, null, Ids.New());
    }

    private async Task<Credentials> Change(Account user, Func<Credentials, Credentials> change, CancellationToken cancellation) =>
        held = change(await Of(user, cancellation));

    private static NotSupportedException NotHere() => new("Accounts are made, named and taken away elsewhere.");
}
