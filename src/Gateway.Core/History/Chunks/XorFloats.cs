using System.Numerics;

namespace Gateway.Core.History.Chunks;

/// <summary>Doubles that no short decimals stand for, each as its difference in bits from the one before (Gorilla; Pelkonen and others, VLDB 2015,
/// 4.1.2).</summary>
internal static class XorFloats
{
    private const int LeadingBits = 5;
    private const int MostLeading = (1 << LeadingBits) - 1;
    private const int LengthBits = 6;

    public static void Write(ReadOnlySpan<double> values, BitWriter into)
    {
        ulong before = BitConverter.DoubleToUInt64Bits(values[0]);
        into.Write(before, 64);
        int leading = 0;
        int length = 0;
        foreach (double value in values[1..])
        {
            ulong now = BitConverter.DoubleToUInt64Bits(value);
            ulong difference = now ^ before;
            before = now;
            if (difference == 0)
            {
                into.Write(0, 1);
                continue;
            }
            int zeros = Math.Min(MostLeading, BitOperations.LeadingZeroCount(difference));
            int trailing = BitOperations.TrailingZeroCount(difference);
            bool fits = length > 0 && zeros >= leading && trailing >= 64 - leading - length;
            if (!fits)
            {
                leading = zeros;
                length = 64 - zeros - trailing;
            }
            into.Write(fits ? 0b10UL : 0b11UL, 2);
            if (!fits) into.Write(((uint)leading << LengthBits) | (uint)(length - 1), LeadingBits + LengthBits);
            into.Write(difference >> (64 - leading - length), length);
        }
    }

    /// <returns>False when there are not so many, or a value that is not finite.</returns>
    public static bool TryRead(ref BitReader from, Span<double> values)
    {
        if (!from.TryRead(64, out ulong bits)) return false;
        int leading = 0;
        int length = 0;
        for (int at = 0; at < values.Length; at++)
        {
            if (at > 0)
            {
                if (!TryReadDifference(ref from, ref leading, ref length, out ulong difference)) return false;
                bits ^= difference;
            }
            values[at] = BitConverter.UInt64BitsToDouble(bits);
            if (!double.IsFinite(values[at])) return false;
        }
        return true;
    }

    private static bool TryReadDifference(ref BitReader from, ref int leading, ref int length, out ulong difference)
    {
        if (!from.TryRead(1, out difference)) return false;
        if (difference == 0) return true;
        if (!from.TryRead(1, out ulong isNew)) return false;
        if (isNew == 1)
        {
            if (!from.TryRead(LeadingBits + LengthBits, out ulong window)) return false;
            leading = (int)(window >> LengthBits);
            length = (int)(window & ((1 << LengthBits) - 1)) + 1;
        }
        if (length == 0 || leading + length > 64 || !from.TryRead(length, out difference)) return false;
        difference <<= 64 - leading - length;
        return true;
    }
}
