namespace Gateway.Core.Alarms;

/// <summary>Durations in the ticks of a time provider's timestamps.</summary>
internal static class MonotonicTicks
{
    /// <summary>A time far away, and near enough that adding it to a timestamp does not overflow.</summary>
    public const long Forever = long.MaxValue / 4;

    public static long Of(TimeSpan span, TimeProvider time) =>
        (long)Int128.Min((Int128)span.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond, Forever);

    public static long ToMilliseconds(long ticks, TimeProvider time) => (long)((Int128)ticks * 1000 / time.TimestampFrequency);
}
