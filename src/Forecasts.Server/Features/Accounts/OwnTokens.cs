using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <param name="Days">How long it is valid; null: until it is revoked.</param>
public sealed record TokenRequest(string Label, IReadOnlyList<TokenScope> Scopes, int? Days);

/// <summary>
/// A person's own tokens: made, listed, revoked. By the page alone, for a token that could make tokens would outlive its own end.
/// </summary>
public sealed class OwnTokens(IDocumentStore store, Clock clock)
{
    public const int LongestLabel = 100;

    private const int Most = 100;

    /// <summary>Days that may be chosen; null is no end.</summary>
    public static readonly IReadOnlyList<int?> Lasts = [30, 90, 365, null];

    private static readonly Rejection Unknown = Refuse.NotFound("token.unknown", "You have no such token.");

    /// <summary>Those that are not revoked, the newest first, each with its last use.</summary>
    public async Task<IReadOnlyList<(AccessToken Token, DateTimeOffset? UsedAt)>> Of(Person person, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var tokens = await Standing(session, person, cancellation);
        var uses = (await session.LoadManyAsync<TokenUse>(cancellation, tokens.Select(t => t.Id).ToArray())).ToDictionary(
            u => u.Id,
            u => u.UsedAt,
            StringComparer.Ordinal
        );
        return
        [
            .. tokens.OrderByDescending(t => t.CreatedAt).Select(t => (t, uses.TryGetValue(t.Id, out var at) ? at : (DateTimeOffset?)null)),
        ];
    }

    public bool HasEnded(AccessToken token) => token.ExpiresAt <= clock.GetUtcNow();

    /// <param name="secret">Chosen beforehand, so that a form that is sent twice makes one token.</param>
    public async Task<(AccessToken? Token, Rejection? Refused)> Make(
        Person person,
        string secret,
        TokenRequest asked,
        CancellationToken cancellation
    )
    {
        var owner = person.Id.Value;
        if (Wrong(asked) is { } wrong)
            return (null, wrong);
        await using var session = store.LightweightSession();
        var standing = await Standing(session, person, cancellation);
        if (standing.FirstOrDefault(t => t.Id == Ids.Hash(secret)) is { } made)
            return (made, null);
        if (standing.Count(t => !HasEnded(t)) >= Most)
            return (null, Refuse.Conflict("token.many", $"You have {Most} tokens: revoke what is no longer used."));
        var now = clock.GetUtcNow();
        var token = new AccessToken(
            Ids.Hash(secret),
            owner,
            asked.Label.Trim(),
            now,
            asked.Days is { } days ? now.AddDays(days) : null,
            null,
            TokenScopes.With(asked.Scopes)
        );
        session.Insert(token);
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (e is JasperFx.DocumentAlreadyExistsException || Commands.IsTaken(e))
        {
            // The same form at the same moment, or one whose token was revoked since.
            await using var again = store.QuerySession();
            var there = await again.LoadAsync<AccessToken>(token.Id, cancellation);
            return there is { RevokedAt: null } && there.Account == owner ? (there, null) : (null, Unknown);
        }

        return (token, null);
    }

    /// <summary>It ends at once; what is revoked stays so.</summary>
    public async Task<Rejection?> Revoke(Person person, string? id, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (
            string.IsNullOrEmpty(id)
            || await session.LoadAsync<AccessToken>(id, cancellation) is not { } token
            || token.Account != person.Id.Value
        )
            return Unknown;
        if (token.RevokedAt is not null)
            return null;
        session.Store(token with { RevokedAt = clock.GetUtcNow() });
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private static Rejection? Wrong(TokenRequest asked) =>
        string.IsNullOrWhiteSpace(asked.Label) || Check.Name(asked.Label.Trim(), LongestLabel, "token.label", "label") is not null
            ? Refuse.Invalid("token.label", $"Say in 1 to {LongestLabel} characters what the token is for.", "label")
        : asked.Scopes.Count == 0 || !asked.Scopes.All(Enum.IsDefined)
            ? Refuse.Invalid("token.scopes", "Scopes are read, file, review, organise; at least one.", "scopes")
        : !Lasts.Contains(asked.Days)
            ? Refuse.Invalid("token.days", "A token is valid for 30, 90 or 365 days, or until it is revoked.", "days")
        : null;

    private static Task<IReadOnlyList<AccessToken>> Standing(IQuerySession session, Person person, CancellationToken cancellation)
    {
        var owner = person.Id.Value;
        return session.Query<AccessToken>().Where(t => t.Account == owner && t.RevokedAt == null).ToListAsync(cancellation);
    }
}
