using System.Text;

namespace Gateway.Mqtt.Packets;

/// <summary>Which strings a packet may carry (MQTT 5, section 1.5.4).</summary>
internal static class PacketText
{
    public const int LongestField = ushort.MaxValue;

    public static bool IsString(string text) =>
        !text.Contains('\0') && IsWellFormed(text) && (text.Length <= LongestField / 3 || Encoding.UTF8.GetByteCount(text) <= LongestField);

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        int surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (surrogate < 0) return true;
        for (text = text[surrogate..]; !text.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != System.Buffers.OperationStatus.Done) return false;
            text = text[consumed..];
        }
        return true;
    }
}
