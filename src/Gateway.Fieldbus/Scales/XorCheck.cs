namespace Gateway.Fieldbus.Scales;

/// <summary>The exclusive or of all bytes as two hexadecimal characters, capital letters, high nibble first: the check of Chinese indicators.</summary>
internal static class XorCheck
{
    public const int Length = 2;

    /// <summary>Whether the bytes end with the check of those before it.</summary>
    public static bool IsRight(ReadOnlySpan<byte> checkedAndCheck)
    {
        byte check = Of(checkedAndCheck[..^Length]);
        return checkedAndCheck[^2] == Digit(check >> 4) && checkedAndCheck[^1] == Digit(check & 0x0F);
    }

    /// <summary>Writes the check of all that was written from this position on.</summary>
    public static void AddTo(ref FrameWriter frame, int from)
    {
        byte check = Of(frame.Written[from..]);
        frame.Add(Digit(check >> 4));
        frame.Add(Digit(check & 0x0F));
    }

    private static byte Of(ReadOnlySpan<byte> bytes)
    {
        byte check = 0;
        foreach (byte value in bytes) check ^= value;
        return check;
    }

    private static char Digit(int nibble) => "0123456789ABCDEF"[nibble];
}
