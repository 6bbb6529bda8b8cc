namespace Gateway.Core.Buffering;

/// <summary>How the buffer is.</summary>
public enum BufferState
{
    Healthy,

    /// <summary>The store takes nothing; readings are kept in memory and nothing is acknowledged until it does again.</summary>
    Degraded,
}
