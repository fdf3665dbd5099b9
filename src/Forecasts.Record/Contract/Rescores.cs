namespace Forecasts.Record.Contract;

/// <param name="Claim">Only this one, <c>{prediction}/{number}</c>; null: the whole season.</param>
public sealed record RescoreRequest(string? Claim = null);

/// <summary>How far a request to score anew is.</summary>
/// <param name="Season">Null: everything.</param>
/// <param name="Sheets">So many sheets it is about.</param>
/// <param name="Done">So many of them have been written since.</param>
/// <param name="Finished">All of them, and the seasons' results are made from them.</param>
public sealed record RescoreView(string Id, string? Season, string? Claim, DateTimeOffset RequestedAt, int Sheets, int Done, bool Finished);
