namespace Gateway.Core.History.Chunks;

/// <summary>Small numbers of either sign as small numbers without one: 0, -1, 1, -2 … as 0, 1, 2, 3 ….</summary>
internal static class ZigZag
{
    public static ulong Of(long value) => (ulong)((value << 1) ^ (value >> 63));

    public static long Back(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
