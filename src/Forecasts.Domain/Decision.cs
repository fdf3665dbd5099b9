namespace Forecasts.Domain;

/// <summary>Why a command was refused: a stable code for machines, a sentence that says what to do for people.</summary>
/// <param name="Kind">What sort of refusal it is; the HTTP status follows from it.</param>
/// <param name="Code">Stable, dotted, lower case, e.g. <c>forecast.after-close</c>.</param>
/// <param name="Message">One English sentence; pages translate by code.</param>
/// <param name="Field">The input it is about, where there is one.</param>
public sealed record Rejection(RejectionKind Kind, string Code, string Message, string? Field = null);

public enum RejectionKind
{
    /// <summary>The input itself is wrong (422).</summary>
    Invalid,

    /// <summary>The person may not do this (403).</summary>
    Forbidden,

    /// <summary>It does not fit the present state: too early, too late, already otherwise (409).</summary>
    Conflict,

    /// <summary>What it is about does not exist, or not for this person (404).</summary>
    NotFound,

    /// <summary>The caller looked at an older version (412).</summary>
    Stale,
}

/// <summary>The answer of a decider: new events (none = it is already so), or a rejection.</summary>
public readonly record struct Decision<TEvent>(IReadOnlyList<TEvent> Events, Rejection? Rejection)
{
    public static implicit operator Decision<TEvent>(Rejection rejection) => new([], rejection);

    public static implicit operator Decision<TEvent>(TEvent happened) => new([happened], null);

    public static implicit operator Decision<TEvent>(TEvent[] events) => new(events, null);

    /// <summary>It is already so.</summary>
    public static Decision<TEvent> Nothing => new([], null);
}

/// <summary>What the deciders that take an import back share.</summary>
public static class Undo
{
    public static readonly Rejection Published = Refuse.Conflict(
        "import.undo-published",
        "The season's report is published: what it rests on stays."
    );
}

/// <summary>Short ways to refuse.</summary>
public static class Refuse
{
    public static Rejection Invalid(string code, string message, string? field = null) => new(RejectionKind.Invalid, code, message, field);

    public static Rejection Conflict(string code, string message, string? field = null) =>
        new(RejectionKind.Conflict, code, message, field);

    public static Rejection Forbidden(string code, string message) => new(RejectionKind.Forbidden, code, message);

    /// <summary>If-Match named another version than the one there is.</summary>
    public static Rejection StaleVersion(long looked, long now) =>
        new(RejectionKind.Stale, "version.stale", $"You looked at version {looked}; version {now} is current. Load it and try again.");

    public static Rejection NotFound(string code, string message, string? field = null) =>
        new(RejectionKind.NotFound, code, message, field);
}
