using System.Text.Json;

namespace Forecasts.Domain.Tests.House;

/// <summary>One stream under a run of random commands: decides on the live state, and keeps the log as text, as a database would.</summary>
internal sealed class Replay<TState, TEvent>(Func<TState?, TEvent, TState?> evolve)
    where TState : class
    where TEvent : class
{
    private readonly List<(Type Type, string Json)> log = [];

    public TState? State { get; private set; }

    public void Accept(Decision<TEvent> decision)
    {
        foreach (var happened in decision.Events)
        {
            log.Add((happened.GetType(), JsonSerializer.Serialize(happened, happened.GetType())));
            State = evolve(State, happened);
        }
    }

    /// <summary>What the log tells after the fact is what the deciders saw.</summary>
    public void ShouldTellTheSame()
    {
        var told = log.Select(e => (TEvent)JsonSerializer.Deserialize(e.Json, e.Type)!).Aggregate((TState?)null, evolve);
        JsonSerializer.Serialize(told).ShouldBe(JsonSerializer.Serialize(State));
    }
}
