namespace Gateway.Core.Commissioning;

/// <summary>Bytes as technicians write them: <c>03 03 00 02</c>.</summary>
internal static class HexText
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        string digits = Convert.ToHexString(bytes);
        return string.Create((digits.Length / 2 * 3) - 1, digits, static (text, from) =>
        {
            for (int i = 0; i < text.Length; i++) text[i] = i % 3 == 2 ? ' ' : from[(i / 3 * 2) + (i % 3)];
        });
    }

    /// <summary>Bytes however they were written down: with blanks, commas, colons between bytes, <c>0x</c>, and the words TX or RX.</summary>
    /// <returns>Null when something is no hexadecimal digit, or a digit stands alone.</returns>
    public static byte[]? Parse(string text)
    {
        List<byte> bytes = [];
        foreach (string word in text.Split([' ', ',', ';', ':', '-', '\t', '\n', '\r', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Equals("TX", StringComparison.OrdinalIgnoreCase) || word.Equals("RX", StringComparison.OrdinalIgnoreCase)) continue;
            string digits = word.Replace("0x", "", StringComparison.OrdinalIgnoreCase).TrimEnd('h', 'H');
            if (digits.Length == 1) digits = $"0{digits}";
            if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) return null;
            bytes.AddRange(Convert.FromHexString(digits));
        }
        return [.. bytes];
    }
}
