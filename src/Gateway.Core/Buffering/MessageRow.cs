using System.Buffers.Binary;
using System.Text;

namespace Gateway.Core.Buffering;

/// <summary>A row of the message table: how lane and sequence make its key, and what its check sum covers.</summary>
internal static class MessageRow
{
    // The live lane has the greatest keys: its rows are then always appended at the end of the table, where SQLite fills pages to the last byte. A lane
    // in the middle leaves pages half empty.
    private const int LaneShift = 56;
    private const long SeqMask = (1L << LaneShift) - 1;
    private const int LastLane = 3;

    public static long Key(Lane lane, long seq) => ((long)(LastLane - (int)lane) << LaneShift) | (seq & SeqMask);

    /// <summary>The least key of a lane's rows, and the least that is no longer its own.</summary>
    public static (long From, long End) Keys(Lane lane) => (Key(lane, 0), (LastLane - (int)lane + 1L) << LaneShift);

    public static Lane LaneOf(long key) => (Lane)(LastLane - (int)(key >> LaneShift));

    public static long SeqOf(long key) => key & SeqMask;

    /// <summary>CRC-32C over everything the row says, the epoch by its name.</summary>
    public static uint CheckSum(StoredMessage message, long ageMs)
    {
        Span<byte> head = stackalloc byte[8 * sizeof(long)];
        head.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(head, Key(message.Lane, message.Seq));
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], message.WallMs);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], message.MonotonicMs);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], ageMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[32..], message.Boot);
        BinaryPrimitives.WriteInt32LittleEndian(head[36..], message.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], message.Layout);
        head[44] = (byte)message.Kind;
        head[45] = (byte)message.Clock;
        Encoding.ASCII.TryGetBytes(message.Epoch, head[48..], out _);
        return Crc32C.Of(message.Body.Span, Crc32C.Of(head));
    }
}
