using System.Globalization;
using System.Text;

namespace Gateway.Core.Commissioning;

/// <summary>Bytes of a text protocol as a person reads and types them: <c>&lt;STX&gt;ww00012.34kg&lt;CR&gt;&lt;LF&gt;&lt;x9A&gt;</c>.</summary>
internal static class LineText
{
    // ISO/IEC 646:1991, the names of its control characters.
    private static readonly string[] _controls =
    [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
        "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
    ];

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 16);
        foreach (byte one in bytes)
        {
            if (one < _controls.Length) text.Append('<').Append(_controls[one]).Append('>');
            else if (one < 0x7F) text.Append((char)one);
            else text.Append(CultureInfo.InvariantCulture, $"<x{one:X2}>");
        }
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Of"/> writes; an angle bracket that begins no such word stands for itself.</summary>
    /// <returns>Null when a letter is none of ASCII.</returns>
    public static byte[]? Parse(string text)
    {
        List<byte> bytes = [];
        for (int at = 0; at < text.Length; at++)
        {
            int end = text[at] == '<' ? text.IndexOf('>', at) : -1;
            if (end > at && ByteOf(text[(at + 1)..end]) is { } named)
            {
                bytes.Add(named);
                at = end;
            }
            else if (char.IsAscii(text[at])) bytes.Add((byte)text[at]);
            else return null;
        }
        return [.. bytes];
    }

    private static byte? ByteOf(string word)
    {
        int control = Array.FindIndex(_controls, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (control >= 0) return (byte)control;
        // FF alone is the form feed.
        return word is ['x' or 'X', _, _] && byte.TryParse(word.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
            ? value
            : null;
    }
}
