namespace Gateway.Core.Auditing;

/// <summary>What a row of the audit log tells. The numbers are stored; never reuse one.</summary>
public enum AuditKind : byte
{
    /// <summary>The gateway started.</summary>
    Start = 1,

    /// <summary>The gateway was told to stop, and how that went.</summary>
    Stop = 2,

    /// <summary>A configuration was taken into use.</summary>
    Configuration = 3,

    /// <summary>The store was opened whole.</summary>
    StoreOpened = 4,

    /// <summary>The store was found damaged or short: what is missing, and the new epoch.</summary>
    StoreLoss = 5,

    /// <summary>Stored readings were thinned or given up.</summary>
    Drop = 6,

    /// <summary>The wall clock was set.</summary>
    ClockStep = 7,

    /// <summary>A command came from a platform, taken or refused.</summary>
    Command = 8,

    /// <summary>What became of a command that was taken.</summary>
    CommandOutcome = 9,

    /// <summary>Somebody acknowledged an alarm.</summary>
    Acknowledgement = 10,

    /// <summary>Somebody shelved an alarm or took it from the shelf.</summary>
    Shelving = 11,

    /// <summary>Registers of a device were written by a person.</summary>
    RegisterWrite = 12,

    /// <summary>The oldest rows of this log were deleted to keep it within its size.</summary>
    Trimmed = 13,

    /// <summary>Rows of this log are missing; it goes on behind them.</summary>
    Gap = 14,

    /// <summary>Entries could not be taken in, for too many waited for the disk.</summary>
    Overflow = 15,

    /// <summary>The disk stopped taking readings, or takes them again.</summary>
    StoreState = 16,

    /// <summary>Room was made on a disk that is full: the ballast or a day of history went.</summary>
    RoomMade = 17,

    /// <summary>A day of history was found damaged.</summary>
    HistoryLoss = 18,

    /// <summary>Somebody had messages that a platform had refused sent once more, or given up.</summary>
    Requeue = 19,
}
