using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gateway.Core.History.Chunks;

/// <summary>Numbers that are mostly small in few bits: blocks of 64, each with the Rice parameter that suits it (Rice and Plaunt, 1971).</summary>
/// <remarks>
/// A block begins with six bits: its parameter k, or 63 for nothing but zeros. A number is its upper part (all but k bits) in ones, a zero, then its k
/// low bits. Twenty ones are no upper part but announce the number whole, in 64 bits: one wild value does not cost the block.
/// </remarks>
internal static class RiceCode
{
    private const int BlockLength = 64;
    private const int ParameterBits = 6;
    private const int AllZero = 63;
    private const int Wild = 20;

    public static void Write(ReadOnlySpan<ulong> values, BitWriter into)
    {
        for (; values.Length > 0; values = values[Math.Min(BlockLength, values.Length)..])
        {
            var block = values[..Math.Min(BlockLength, values.Length)];
            var (parameter, _) = BestOf(block);
            into.Write((ulong)parameter, ParameterBits);
            if (parameter == AllZero) continue;
            foreach (ulong value in block) WriteOne(value, parameter, into);
        }
    }

    /// <summary>Bits that <see cref="Write"/> would take.</summary>
    public static long CostOf(ReadOnlySpan<ulong> values)
    {
        long bits = 0;
        for (; values.Length > 0; values = values[Math.Min(BlockLength, values.Length)..])
            bits += ParameterBits + BestOf(values[..Math.Min(BlockLength, values.Length)]).Bits;
        return bits;
    }

    public static bool TryRead(ref BitReader from, Span<ulong> values)
    {
        for (; values.Length > 0; values = values[Math.Min(BlockLength, values.Length)..])
        {
            var block = values[..Math.Min(BlockLength, values.Length)];
            if (!from.TryRead(ParameterBits, out ulong parameter)) return false;
            if (parameter == AllZero) block.Clear();
            else if (!TryReadBlock(ref from, (int)parameter, block)) return false;
        }
        return true;
    }

    private static bool TryReadBlock(ref BitReader from, int parameter, Span<ulong> block)
    {
        // A copy, whose position stays in a register.
        var bits = from;
        int at = 0;
        while (at < block.Length && TryReadOne(ref bits, parameter, out block[at])) at++;
        from = bits;
        return at == block.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadOne(ref BitReader from, int parameter, out ulong value)
    {
        ulong word = from.Peek();
        int ones = BitOperations.LeadingZeroCount(~word), length = ones + 1 + parameter;
        if (ones >= Wild || length > 64) return TryReadLong(ref from, ones, parameter, out value);
        // As a rule all of it lies in one word. In two steps, for a shift by 64 would be one by 0.
        value = ((ulong)ones << parameter) | (word << ones << 1 >> 1 >> (63 - parameter));
        return from.TrySkip(length);
    }

    private static bool TryReadLong(ref BitReader from, int ones, int parameter, out ulong value)
    {
        bool isWild = ones >= Wild;
        value = 0;
        if (!from.TrySkip(isWild ? Wild : ones + 1) || !from.TryRead(isWild ? 64 : parameter, out ulong low)) return false;
        value = isWild ? low : ((ulong)ones << parameter) | low;
        return true;
    }

    private static void WriteOne(ulong value, int parameter, BitWriter into)
    {
        ulong upper = value >> parameter;
        if (upper < Wild)
        {
            into.Write(ulong.MaxValue - 1, (int)upper + 1);
            into.Write(value, parameter);
        }
        else
        {
            into.Write(ulong.MaxValue, Wild);
            into.Write(value, 64);
        }
    }

    private static (int Parameter, long Bits) BestOf(ReadOnlySpan<ulong> block)
    {
        double sum = 0;
        foreach (ulong value in block) sum += value;
        if (sum == 0) return (AllZero, 0);
        // The best parameter is near the logarithm of the mean.
        int near = BitOperations.Log2((ulong)Math.Min(sum / block.Length, long.MaxValue));
        var best = (Parameter: 0, Bits: long.MaxValue);
        for (int parameter = Math.Max(0, near - 1); parameter <= Math.Min(AllZero - 1, near + 1); parameter++)
        {
            long bits = CostOf(block, parameter);
            if (bits < best.Bits) best = (parameter, bits);
        }
        return best;
    }

    private static long CostOf(ReadOnlySpan<ulong> block, int parameter)
    {
        long bits = 0;
        foreach (ulong value in block)
        {
            ulong upper = value >> parameter;
            bits += upper < Wild ? (long)upper + 1 + parameter : Wild + 64;
        }
        return bits;
    }
}
