namespace Gateway.Core.Alarms;

/// <summary>What came of the wish to shelve an alarm, or to have it back.</summary>
public enum ShelveResult
{
    /// <summary>Done, and stored.</summary>
    Done,

    /// <summary>There is no alarm of that id.</summary>
    UnknownAlarm,

    /// <summary>Nobody shelves without a reason.</summary>
    NoReason,

    /// <summary>Not a time above zero, or longer than an alarm of this priority may be shelved.</summary>
    TimeNotAllowed,

    /// <summary>There is nothing to bring back.</summary>
    NotShelved,

    /// <summary>The alarm has changed its state, but the change could not be stored: no platform hears of it, and a restart undoes it.</summary>
    NotStored,

    /// <summary>The gateway is stopping; nothing was changed.</summary>
    NotRunning,
}
