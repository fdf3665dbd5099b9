namespace Forecasts.Record.Contract;

/// <summary>One page of a list; <c>next</c> goes into <c>after</c>, null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
