using System.Buffers.Binary;
using System.Text;
using Gateway.Core.Buffering;
using Gateway.Core.History.Chunks;

namespace Gateway.Core.History;

/// <summary>A row of a day's chunk table without its body: how hour, point and part make its key, and what its check sum covers.</summary>
/// <param name="Key">Hour of the day, point, part: rows are written in this order, so that SQLite fills its pages.</param>
/// <param name="BodyCheckSum">CRC-32C of the body.</param>
internal readonly record struct ChunkRow(long Key, ChunkSummary Summary, uint BodyCheckSum)
{
    private const int HourShift = 40;
    private const int PointShift = 16;

    /// <summary>Most points of a day, and most parts of a point's hour.</summary>
    public const int MostPoints = 1 << (HourShift - PointShift);
    public const int MostParts = 1 << PointShift;

    public int Hour => (int)(Key >> HourShift);

    public int Point => (int)(Key >> PointShift) & (MostPoints - 1);

    public int Part => (int)Key & (MostParts - 1);

    /// <param name="hour">Of the day, 0 to 23.</param>
    public static long KeyOf(int hour, int point, int part) => ((long)hour << HourShift) | ((long)point << PointShift) | (uint)part;

    /// <summary>CRC-32C over all the row says, the point by its id, and the body's own check sum.</summary>
    public uint CheckSum(string pointId)
    {
        Span<byte> head = stackalloc byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(head, Key);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], Summary.FirstMs);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], Summary.LastMs);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], Summary.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], Summary.Good);
        BinaryPrimitives.WriteInt32LittleEndian(head[32..], Summary.Numbers);
        BinaryPrimitives.WriteUInt32LittleEndian(head[36..], BodyCheckSum);
        BinaryPrimitives.WriteDoubleLittleEndian(head[40..], Summary.Minimum);
        BinaryPrimitives.WriteDoubleLittleEndian(head[48..], Summary.Maximum);
        BinaryPrimitives.WriteDoubleLittleEndian(head[56..], Summary.Mean);
        return Crc32C.Of(Encoding.UTF8.GetBytes(pointId), Crc32C.Of(head));
    }
}
