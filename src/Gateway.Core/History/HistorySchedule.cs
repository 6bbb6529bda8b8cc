namespace Gateway.Core.History;

/// <summary>Decides when history takes what has been stored: every ten minutes, or when so much waits that the buffer should not hold it longer.</summary>
/// <remarks>
/// What is not taken is read from the buffer by every query, all points of it for the sake of one. Taking more often costs the disk: each time, the hour so
/// far of every point is written anew. Figures of both stand in FORMAT.md.
/// </remarks>
internal static class HistorySchedule
{
    public const long EveryMs = 600_000;

    /// <summary>Messages that may wait: half a minute of a gateway that polls flat out.</summary>
    public const long MostWaiting = 20_000;

    /// <summary>The ten minutes in which a moment lies. They begin with the hour, so that an hour that is over is soon complete.</summary>
    public static long SlotOf(long nowMs) => Math.DivRem(nowMs, EveryMs).Quotient;

    /// <summary>Whether there may be something to take.</summary>
    /// <param name="takenIn">The slot in which it was last done; null when never since the start.</param>
    public static bool IsDue(long slot, long? takenIn, long waiting) => takenIn != slot || waiting > MostWaiting;
}
