namespace Gateway.Core.Buffering;

/// <summary>A stream of sealed messages with its own gap-free sequence. The numbers are stored; never reuse one.</summary>
public enum Lane : byte
{
    /// <summary>Fresh readings.</summary>
    Live = 0,

    /// <summary>Readings that were thinned because the store was full, sealed anew. The backlog of an outage keeps its lane and only goes out on this lane's
    /// topic.</summary>
    Fill = 1,

    /// <summary>Alarm transitions, corrections, operators' actions, clock steps, configuration changes.</summary>
    Event = 2,

    /// <summary>Heartbeats, manifests, counters.</summary>
    Diag = 3,
}
