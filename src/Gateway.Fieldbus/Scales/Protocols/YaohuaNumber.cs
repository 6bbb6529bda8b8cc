namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>A weight as Yaohua sends it: sign, six digits, one digit that counts the decimals from the right, 0 to 4.</summary>
internal static class YaohuaNumber
{
    public const int Length = 8;

    private const int Digits = 6;
    private const int MostDecimals = 4;

    public static bool TryRead(ReadOnlySpan<byte> field, out Weight weight)
    {
        weight = default;
        int decimals = field[^1] - '0';
        if (field[0] is not ((byte)'+' or (byte)'-') || decimals is < 0 or > MostDecimals) return false;
        return !field.Slice(1, Digits).ContainsAnyExceptInRange((byte)'0', (byte)'9') && Weight.TryParse(field[..^1], decimals, out weight);
    }

    public static void AddTo(ref FrameWriter frame, Weight weight)
    {
        if (weight.Decimals is < 0 or > MostDecimals) frame.Fail();
        frame.Add(weight.Digits < 0 ? '-' : '+');
        frame.AddDigits(Math.Abs(weight.Digits), Digits);
        frame.Add((char)('0' + weight.Decimals));
    }
}
