namespace Gateway.Core.Buffering;

/// <summary>Why messages are gone. The numbers are stored; never reuse one.</summary>
public enum DropReason : byte
{
    /// <summary>Older than the retention asked for.</summary>
    Age = 1,

    /// <summary>The store had reached its size.</summary>
    Size = 2,

    /// <summary>The bytes could not be read back or their check sum was wrong.</summary>
    Damage = 3,

    /// <summary>The disk took nothing for so long that memory ran out.</summary>
    Memory = 4,

    /// <summary>Refused by the platform for good and kept aside.</summary>
    Quarantine = 5,

    /// <summary>The store had reached its size: one reading of each point and minute was kept, as new messages of the fill lane.</summary>
    Thinned = 6,
}
