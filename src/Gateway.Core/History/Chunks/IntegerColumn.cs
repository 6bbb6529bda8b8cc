namespace Gateway.Core.History.Chunks;

/// <summary>Whole numbers in order, as the remainders of the guess that suits them best.</summary>
/// <remarks>
/// Two bits say the guess. 0: the least of all (noise within bounds). 1: the number before plus the usual step (a slow value, a counter, times that
/// come when they are due). 2: the number before plus the step before (a counter whose pace drifts).
/// </remarks>
internal sealed class IntegerColumn
{
    private const int GuessBits = 2;
    private const int Guesses = 3;
    private const int SampledSteps = 63;

    private ulong[] _remainders = [];
    private ulong[] _best = [];

    public void Write(ReadOnlySpan<long> values, BitWriter into)
    {
        if (_remainders.Length < values.Length)
        {
            _remainders = new ulong[values.Length];
            _best = new ulong[values.Length];
        }
        var best = (Guess: 0, First: 0L, Step: 0L, Bits: long.MaxValue);
        for (int guess = 0; guess < Guesses; guess++)
        {
            var remainders = _remainders.AsSpan(0, values.Length);
            var (first, step) = BaseOf(values, guess);
            Guess(values, guess, first, step, remainders);
            long bits = RiceCode.CostOf(remainders);
            if (bits >= best.Bits) continue;
            best = (guess, first, step, bits);
            (_best, _remainders) = (_remainders, _best);
        }
        into.Write((ulong)best.Guess, GuessBits);
        into.WriteSigned(best.First);
        if (best.Guess > 0) into.WriteSigned(best.Step);
        RiceCode.Write(_best.AsSpan(0, values.Length), into);
    }

    public static bool TryRead(ref BitReader from, Span<long> values)
    {
        long step = 0;
        if (!from.TryRead(GuessBits, out ulong guess) || guess >= Guesses || !from.TryReadSigned(out long first)) return false;
        if (guess > 0 && !from.TryReadSigned(out step)) return false;
        var remainders = System.Runtime.InteropServices.MemoryMarshal.Cast<long, ulong>(values);
        if (!RiceCode.TryRead(ref from, remainders)) return false;
        unchecked
        {
            for (int at = 0; at < values.Length; at++)
            {
                if (guess == 0)
                {
                    values[at] = first + (long)remainders[at];
                    continue;
                }
                // The first number's remainder is zero, so that the step before it does not count.
                long surprise = ZigZag.Back(remainders[at]);
                if (at > 0) first += step + surprise;
                if (at > 0 && guess == 2) step += surprise;
                values[at] = first;
            }
        }
        return true;
    }

    private static (long First, long Step) BaseOf(ReadOnlySpan<long> values, int guess)
    {
        if (guess > 0) return (values[0], guess == 1 ? UsualStep(values) : values.Length > 1 ? unchecked(values[1] - values[0]) : 0);
        long least = values[0];
        foreach (long value in values) least = Math.Min(least, value);
        return (least, 0);
    }

    private static void Guess(ReadOnlySpan<long> values, int guess, long first, long step, Span<ulong> remainders)
    {
        unchecked
        {
            for (int at = 0; at < values.Length; at++)
            {
                if (guess == 0)
                {
                    remainders[at] = (ulong)(values[at] - first);
                    continue;
                }
                long surprise = at == 0 ? 0 : values[at] - values[at - 1] - step;
                remainders[at] = ZigZag.Of(surprise);
                if (guess == 2) step += surprise;
            }
        }
    }

    /// <summary>The median of some of the steps.</summary>
    private static long UsualStep(ReadOnlySpan<long> values)
    {
        int steps = values.Length - 1;
        if (steps == 0) return 0;
        int count = Math.Min(steps, SampledSteps);
        Span<long> sample = stackalloc long[count];
        for (int n = 0; n < count; n++)
        {
            int at = (int)((long)n * steps / count);
            sample[n] = unchecked(values[at + 1] - values[at]);
        }
        sample.Sort();
        return sample[count / 2];
    }
}
