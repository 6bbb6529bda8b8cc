namespace Gateway.EndToEnd;

/// <summary>Cuts one direction of an MQTT connection into packets (MQTT 5, section 2.1). Knows nothing of the gateway's own client.</summary>
internal sealed class PacketSplitter
{
    private readonly List<byte> _held = [];

    /// <param name="first">Packet type and flags.</param>
    /// <param name="body">Everything behind the remaining length.</param>
    public delegate void PacketTaker(byte first, ReadOnlySpan<byte> body);

    /// <summary>Gives every packet that is whole by now.</summary>
    public void Take(ReadOnlySpan<byte> bytes, PacketTaker take)
    {
        _held.AddRange(bytes);
        var rest = new ReadOnlySpan<byte>([.. _held]);
        while (rest.Length > 1 && ReadLength(rest[1..], out int lengthBytes) is { } length && rest.Length > lengthBytes + length)
        {
            int end = 1 + lengthBytes + length;
            take(rest[0], rest[(1 + lengthBytes)..end]);
            rest = rest[end..];
        }
        _held.RemoveRange(0, _held.Count - rest.Length);
    }

    /// <summary>Reads a variable byte integer (section 1.5.5); null when it is not whole yet.</summary>
    public static int? ReadLength(ReadOnlySpan<byte> bytes, out int lengthBytes)
    {
        int value = 0;
        for (lengthBytes = 0; lengthBytes < Math.Min(4, bytes.Length);)
        {
            byte part = bytes[lengthBytes];
            value |= (part & 0x7F) << (7 * lengthBytes++);
            if (part < 0x80) return value;
        }
        return null;
    }
}
