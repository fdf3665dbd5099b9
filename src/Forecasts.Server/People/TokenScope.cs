namespace Forecasts.Server.People;

/// <summary>
/// What a token was made for; it acts with its owner's roles, cut down to this (<see cref="Access"/>). Every token reads.
/// </summary>
public enum TokenScope
{
    /// <summary>Reading, with a viewer's rights.</summary>
    Read,

    /// <summary>Predictions, options, forecasts and evidence.</summary>
    File,

    /// <summary>Verdicts.</summary>
    Review,

    /// <summary>All the rest: people, seasons, imports (with File), the installation.</summary>
    Organise,
}

/// <summary>The scopes of a token as it is stored.</summary>
public static class TokenScopes
{
    public static readonly IReadOnlyList<TokenScope> All = Enum.GetValues<TokenScope>();

    /// <summary>Reading comes with every one of them.</summary>
    public static IReadOnlyList<TokenScope> With(IEnumerable<TokenScope> wanted) => [.. wanted.Append(TokenScope.Read).Distinct().Order()];

    /// <summary>
    /// Null where the token may all that its owner may: those of the command line, and those of before there were scopes.
    /// </summary>
    public static IReadOnlyCollection<TokenScope>? Limits(IReadOnlyCollection<TokenScope>? stored) =>
        stored is null || All.All(stored.Contains) ? null : stored;
}
