namespace Forecasts.Domain.Tests;

/// <summary>The ends of the sentences "given these events, when this command, then ...".</summary>
internal static class Sentences
{
    public static void ThenHappens<T>(this Decision<T> decision, params T[] events)
    {
        decision.Rejection.ShouldBeNull();
        decision.Events.ShouldBe(events);
    }

    /// <summary>It was so before: accepted, and nothing happens.</summary>
    public static void ThenItIsAlreadySo<T>(this Decision<T> decision)
    {
        decision.Rejection.ShouldBeNull();
        decision.Events.ShouldBeEmpty();
    }

    public static void ThenAccepted<T>(this Decision<T> decision)
    {
        decision.Rejection.ShouldBeNull();
        decision.Events.ShouldNotBeEmpty();
    }

    public static void ThenRefused<T>(
        this Decision<T> decision,
        string code,
        RejectionKind kind = RejectionKind.Invalid,
        string? field = null
    )
    {
        decision.Events.ShouldBeEmpty();
        decision.Rejection.ThenRefused(code, kind, field);
    }

    public static void ThenRefused(this Rejection? rejection, string code, RejectionKind kind = RejectionKind.Invalid, string? field = null)
    {
        rejection.ShouldNotBeNull();
        rejection.Code.ShouldBe(code, rejection.Message);
        rejection.Kind.ShouldBe(kind);
        if (field is not null)
            rejection.Field.ShouldBe(field);
        rejection.Message.ShouldEndWith(".");
    }
}
