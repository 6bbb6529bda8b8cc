using Gateway.Core.Buffering;

namespace Gateway.Core.History.Chunks;

/// <summary>Doubles as whole numbers of one common decimal place, when that gives back each to the last bit.</summary>
internal static class ScaledNumbers
{
    // Below 2^53 digits / 10^n is one correctly rounded division: see DecimalForm.
    private const long DigitsBelow = 1L << 53;

    private static readonly long[] _powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <param name="digits">Receives as many as there are numbers.</param>
    /// <param name="decimals">0 to 9.</param>
    public static bool TryScale(ReadOnlySpan<double> numbers, Span<long> digits, out int decimals)
    {
        decimals = 0;
        for (int at = 0; at < numbers.Length; at++)
        {
            if (!DecimalForm.TryOf(numbers[at], out digits[at], out int own)) return false;
            decimals = Math.Max(decimals, own);
        }
        return decimals == 0 || TryAlign(numbers, digits, decimals);
    }

    private static bool TryAlign(ReadOnlySpan<double> numbers, Span<long> digits, int decimals)
    {
        for (int at = 0; at < numbers.Length; at++)
        {
            DecimalForm.TryOf(numbers[at], out _, out int own);
            long power = _powers[decimals - own];
            if (Math.Abs(digits[at]) >= DigitsBelow / power) return false;
            digits[at] *= power;
        }
        return true;
    }
}
