namespace Gateway.Core.Alarms;

/// <summary>What came of an acknowledgement.</summary>
public enum AcknowledgeResult
{
    /// <summary>The alarm has changed its state, and the change is stored.</summary>
    Done,

    /// <summary>There is no alarm of that id.</summary>
    UnknownAlarm,

    /// <summary>The alarm has been raised again since: look at the new occurrence first.</summary>
    StaleOccurrence,

    /// <summary>It was acknowledged before, or never raised.</summary>
    NothingToAcknowledge,

    /// <summary>The alarm has changed its state, but the change could not be stored: no platform hears of it, and a restart undoes it.</summary>
    NotStored,

    /// <summary>The gateway is stopping; nothing was changed.</summary>
    NotRunning,
}
