namespace Gateway.Core.Buffering;

/// <summary>What the length of the write-ahead log tells. It never falls below 1 MiB by itself once it has reached that, and is emptied only by us, with a
/// word to the witness before: so a log that is shorter than the witness saw it was cut or deleted.</summary>
internal static class LogRules
{
    /// <summary>SQLite cuts a longer log to this, by our own setting.</summary>
    public const long Limit = 1 << 20;

    /// <summary>What the witness says of a log.</summary>
    public static uint Witnessed(long bytes) => (uint)Math.Min(bytes, Limit);

    /// <param name="witness">The last; null when there is none.</param>
    public static bool IsShort(Witness? witness, long bytes) => witness is not null && bytes < witness.LogBytes;
}
