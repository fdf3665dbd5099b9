namespace Forecasts.Record.Contract;

/// <summary>The installation at a glance.</summary>
/// <param name="Problems">Why this server would not call itself ready.</param>
/// <param name="Events">Sequence of the newest event.</param>
/// <param name="ClockDifference">Seconds by which this machine's clock is ahead of the database's.</param>
/// <param name="Broker">False: messages stay inside the process and there are no queues.</param>
/// <param name="Queues">Empty where there is no broker; null where it does not answer.</param>
public sealed record OperationsView(
    IReadOnlyList<string> Problems,
    long Events,
    IReadOnlyList<FollowerView> Followers,
    BehindView Behind,
    IReadOnlyList<JobView> Jobs,
    double ClockDifference,
    bool Broker,
    IReadOnlyList<QueueDepth>? Queues
);

/// <param name="Name">What follows the event log.</param>
/// <param name="Sequence">It has worked up to this event.</param>
public sealed record FollowerView(string Name, long Sequence);

/// <param name="LastRun">By schedule; each also runs when a worker starts.</param>
/// <param name="LastResult">How its last run by schedule ended.</param>
public sealed record JobView(string Name, DateTimeOffset? LastRun, string? LastResult, DateTimeOffset? NextRun);

/// <summary>What is older than its events and waits to be computed.</summary>
public sealed record BehindView(int Sheets, int Crowds, int Seasons);

/// <summary>How full a queue is. What consumers hold unacknowledged the broker's protocol does not tell.</summary>
/// <param name="Ready">Messages that wait.</param>
/// <param name="Consumers">Consumers that are connected.</param>
/// <param name="Errors">Messages that its consumers gave up on.</param>
public sealed record QueueDepth(string Queue, long Ready, long Consumers, long Errors);
