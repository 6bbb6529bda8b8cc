namespace Gateway.Core.Forwarding;

/// <summary>How long a feed waits before it connects again, and what kind of trouble made it wait.</summary>
internal readonly record struct ReconnectPause(TimeSpan Wait, ReconnectTrouble Trouble);
