namespace Gateway.Core.Profiles;

/// <summary>The letters for byte orders. Longer and shorter words name the same rules for 64 and 16 bits.</summary>
internal static class ByteOrderText
{
    private static readonly string[] _words = ["ABCD", "CDAB", "BADC", "DCBA", "ABCDEFGH", "GHEFCDAB", "BADCFEHG", "HGFEDCBA", "AB", "", "BA"];

    public static string[] All { get; } = [.. _words.Where(word => word.Length > 0)];

    public static bool TryParse(string? text, out ByteOrder order)
    {
        int at = string.IsNullOrEmpty(text) ? -1 : Array.IndexOf(_words, text);
        order = (ByteOrder)(Math.Max(at, 0) % 4);
        return at >= 0;
    }
}
