using System.Buffers.Text;

namespace Gateway.Fieldbus.Scales;

/// <summary>A weight exactly as a scale showed it: <c>Digits × 10^-Decimals</c>. Two weights are equal when they look alike: 1.50 is not 1.5.</summary>
/// <param name="Digits">All digits without the decimal point, with the sign.</param>
/// <param name="Decimals">Digits behind the decimal point, -9 to 18; negative where the display ends in fixed zeros.</param>
public readonly record struct Weight(long Digits, int Decimals)
{
    /// <summary>Longest text that <see cref="TryFormat"/> writes: sign, 19 digits, fixed zeros or a point.</summary>
    public const int LongestText = 32;

    private const int MostDigits = 18;

    public static Weight Zero => default;

    public static Weight operator -(Weight weight) => weight with { Digits = -weight.Digits };

    /// <summary>Reads a number as indicators print it: spaces, a sign, spaces, digits with at most one point or comma.</summary>
    /// <param name="text">The whole field; spaces around the number do not matter.</param>
    /// <param name="impliedDecimals">Where the point is when the text has none.</param>
    /// <param name="weight">The number.</param>
    /// <returns>False when the field is anything else, empty or longer than 18 digits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, int impliedDecimals, out Weight weight)
    {
        weight = default;
        text = text.Trim((byte)' ');
        bool negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..]) text = text[1..].TrimStart((byte)' ');

        long digits = 0;
        int count = 0;
        int point = -1;
        foreach (byte character in text)
        {
            if (char.IsAsciiDigit((char)character) && count < MostDigits)
            {
                digits = (10 * digits) + character - '0';
                count++;
            }
            else if (character is (byte)'.' or (byte)',' && point < 0)
            {
                point = count;
            }
            else
            {
                return false;
            }
        }
        if (count == 0) return false;
        weight = new(negative ? -digits : digits, point < 0 ? impliedDecimals : count - point);
        return true;
    }

    /// <summary>Both together, exactly; null when that has more digits than a weight can have, as only garbage does.</summary>
    public Weight? Plus(Weight other)
    {
        int decimals = Math.Max(Decimals, other.Decimals);
        if (decimals - Math.Min(Decimals, other.Decimals) > MostDigits) return null;
        var sum = WidenedTo(decimals) + other.WidenedTo(decimals);
        return Int128.Abs(sum) <= long.MaxValue ? new((long)sum, decimals) : null;
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => Decimals >= 0 ? Digits / PowerOfTen(Decimals) : Digits * PowerOfTen(-Decimals);

    /// <summary>The same number, exactly.</summary>
    public decimal ToDecimal()
    {
        decimal value = Digits;
        for (int at = 0; at < Decimals; at++) value /= 10;
        for (int at = 0; at > Decimals; at--) value *= 10;
        return value;
    }

    /// <summary>Writes the number as a display shows it, such as <c>-0.50</c>.</summary>
    /// <returns>False when it does not fit.</returns>
    public bool TryFormat(Span<byte> destination, out int written)
    {
        written = 0;
        Span<byte> digits = stackalloc byte[LongestText];
        if (!Utf8Formatter.TryFormat((ulong)Math.Abs(Digits), digits, out int count, new('D', (byte)(Math.Max(Decimals, 0) + 1)))) return false;
        int whole = count - Math.Max(Decimals, 0);
        int zeros = Digits == 0 ? 0 : Math.Max(-Decimals, 0);
        int length = (Digits < 0 ? 1 : 0) + count + zeros + (Decimals > 0 ? 1 : 0);
        if (destination.Length < length) return false;

        if (Digits < 0) destination[written++] = (byte)'-';
        digits[..whole].CopyTo(destination[written..]);
        written += whole;
        destination.Slice(written, zeros).Fill((byte)'0');
        written += zeros;
        if (Decimals <= 0) return true;
        destination[written++] = (byte)'.';
        digits[whole..count].CopyTo(destination[written..]);
        written = length;
        return true;
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[LongestText];
        return TryFormat(text, out int written) ? System.Text.Encoding.ASCII.GetString(text[..written]) : $"{Digits}E{-Decimals}";
    }

    private static double PowerOfTen(int exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent--) power *= 10;
        return power;
    }

    /// <summary>At most 19 digits and 18 places more: 37 digits fit.</summary>
    private Int128 WidenedTo(int decimals)
    {
        Int128 digits = Digits;
        for (int at = Decimals; at < decimals; at++) digits *= 10;
        return digits;
    }
}
