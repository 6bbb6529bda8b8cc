namespace Gateway.Core.Alarms;

/// <summary>What one sample says about a condition.</summary>
internal enum Evidence
{
    /// <summary>Nothing: the sample is Bad or has no number. It neither raises nor clears, and neither breaks nor ends a delay.</summary>
    Unknown,

    /// <summary>The condition holds.</summary>
    Present,

    /// <summary>The condition is gone, by the dead band if there is one.</summary>
    Absent,

    /// <summary>
    /// Inside the limit, but not by the dead band; or nothing is wrong with what was read, while not all was read. Whatever was, stays; a delay is broken.
    /// </summary>
    Neither,
}
