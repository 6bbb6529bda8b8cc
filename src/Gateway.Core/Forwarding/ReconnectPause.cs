namespace Gateway.Core.Forwarding;

/// <summary>How long a feed waits before it connects again, and what kind of trouble made it wait.</summary>
/// <param name="Wait">Without anything urgent to say.</param>
internal readonly record struct ReconnectPause(TimeSpan Wait, ReconnectTrouble Trouble)
{
    /// <summary>With an alarm to send: as long as <see cref="Wait"/>, less what only keeps gateways apart that lost one broker together.</summary>
    public TimeSpan UrgentWait { get; init; } = Wait;
}
