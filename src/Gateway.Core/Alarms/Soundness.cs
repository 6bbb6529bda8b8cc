namespace Gateway.Core.Alarms;

/// <summary>What a reading's quality says about its device.</summary>
internal enum Soundness
{
    /// <summary>The device answered, and the value can be used.</summary>
    Sound,

    /// <summary>The device did not answer, or nothing that could be believed.</summary>
    NoAnswer,

    /// <summary>The device answered, and the point has no usable value.</summary>
    Faulty,

    /// <summary>The device answered, and why the point has no usable value is another alarm of the device already.</summary>
    Explained,

    /// <summary>There was no reading at all for longer than the stale limit.</summary>
    Stale,

    /// <summary>A person is at work on the device or its bus: what it would show now is no trouble, and no proof of soundness either.</summary>
    Withheld,

    /// <summary>Not asked yet, or not wanted.</summary>
    Nothing,
}
