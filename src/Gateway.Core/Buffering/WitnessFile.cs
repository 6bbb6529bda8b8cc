using System.Buffers.Binary;
using System.Text;

namespace Gateway.Core.Buffering;

/// <summary>The file <c>witness</c>: two slots of 4 KiB written in turn, so that a torn write leaves the other. Layout in FORMAT.md.</summary>
internal sealed class WitnessFile : IDisposable
{
    private const int ContentBytes = 120;
    private const ulong Magic = 0x314E544957574745; // "EGWWITN1"

    private readonly SlotFile _file;
    private long _counter;

    private WitnessFile(SlotFile file, Witness? last)
    {
        _file = file;
        Last = last;
        _counter = last?.Counter ?? 0;
    }

    /// <summary>The newest sound slot; null when there is none.</summary>
    public Witness? Last { get; private set; }

    public static WitnessFile Open(string path)
    {
        var file = SlotFile.Open(path);
        return new WitnessFile(file, NewestOf(file));
    }

    /// <summary>The newest sound slot, beside the process that writes it; null when there is none, or it cannot be read.</summary>
    public static Witness? TryRead(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = SlotFile.OpenToRead(path);
            return NewestOf(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Opening the store says what is wrong with the folder.
            return null;
        }
    }

    private static Witness? NewestOf(SlotFile file)
    {
        Span<byte> slot = stackalloc byte[ContentBytes];
        Witness? newest = null;
        for (int at = 0; at < SlotFile.Slots; at++)
        {
            if (!file.TryRead(at, slot) || Parse(slot) is not { } witness) continue;
            if (newest is null || witness.Counter > newest.Counter) newest = witness;
        }
        return newest;
    }

    /// <summary>Writes the slot that is not the newest, and syncs it.</summary>
    public void Write(Witness witness)
    {
        _counter++;
        var numbered = witness with { Counter = _counter };
        Span<byte> slot = stackalloc byte[ContentBytes];
        Format(numbered, slot);
        _file.Write((int)(_counter % SlotFile.Slots), slot);
        Last = numbered;
    }

    public void Dispose() => _file.Dispose();

    private static void Format(Witness witness, Span<byte> slot)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(slot, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], witness.Counter);
        witness.Database.TryWriteBytes(slot[16..]);
        Encoding.ASCII.GetBytes(witness.Epoch, slot[32..40]);
        BinaryPrimitives.WriteInt32LittleEndian(slot[40..], witness.Boot);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[44..], witness.LogBytes);
        for (int lane = 0; lane < 4; lane++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(slot[(48 + (8 * lane))..], witness.Oldest[lane]);
            BinaryPrimitives.WriteInt64LittleEndian(slot[(80 + (8 * lane))..], witness.Next[lane]);
        }
        // Whole seconds: 32 bits last until 2106.
        BinaryPrimitives.WriteUInt32LittleEndian(slot[112..], (uint)(witness.WallMs / 1000));
        BinaryPrimitives.WriteUInt32LittleEndian(slot[116..], Crc32C.Of(slot[..116]));
    }

    private static Witness? Parse(ReadOnlySpan<byte> slot)
    {
        bool isSound = BinaryPrimitives.ReadUInt64LittleEndian(slot) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(slot[116..]) == Crc32C.Of(slot[..116]);
        if (!isSound) return null;
        long[] oldest = new long[4];
        long[] next = new long[4];
        for (int lane = 0; lane < 4; lane++)
        {
            oldest[lane] = BinaryPrimitives.ReadInt64LittleEndian(slot[(48 + (8 * lane))..]);
            next[lane] = BinaryPrimitives.ReadInt64LittleEndian(slot[(80 + (8 * lane))..]);
        }
        return new Witness(
            BinaryPrimitives.ReadInt64LittleEndian(slot[8..]), new Guid(slot[16..32]), Encoding.ASCII.GetString(slot[32..40]),
            BinaryPrimitives.ReadInt32LittleEndian(slot[40..]), oldest, next, BinaryPrimitives.ReadUInt32LittleEndian(slot[112..]) * 1000L,
            BinaryPrimitives.ReadUInt32LittleEndian(slot[44..]));
    }
}
