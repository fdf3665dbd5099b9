using Forecasts.Domain;

namespace Forecasts.Record.Contract;

public sealed record TournamentRequest(string Slug, LocalText Name);
