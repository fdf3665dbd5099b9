using Forecasts.Domain;
using Forecasts.Domain.Evidence;

namespace Forecasts.Record.Contract;

public sealed record EvidenceRequest(
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url = null,
    LocalText? Quotation = null,
    IReadOnlyDictionary<int, Stance>? Stances = null
);

public sealed record RetractRequest(string? Reason = null);

public sealed record AttachedEvidence(string Id, string Prediction, int Version);

/// <param name="Changed">False where it was so already.</param>
public sealed record ChangedEvidence(string Id, string Prediction, bool Retracted, bool Changed);

public sealed record EvidenceView(
    string Id,
    string By,
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url,
    LocalText? Quotation,
    IReadOnlyDictionary<int, Stance> Stances,
    int Version,
    bool Imported,
    string? Retracted
);
