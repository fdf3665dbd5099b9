namespace Forecasts.Server.Kernel;

/// <summary>The broker does not answer; a page of events is then tried again.</summary>
public sealed class BrokerUnavailableException(Exception? cause = null) : Exception("The broker does not answer.", cause);
