using System.Buffers.Binary;
using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Core.Auditing;

/// <summary>The file <c>audit.head</c>: what the last row was, kept apart from the log, to tell whether the log lost its end. Layout in FORMAT.md.</summary>
internal sealed class AuditHeadFile : IDisposable
{
    private const int ContentBytes = 52;
    private const ulong Magic = 0x3144484155574745; // "EGWUAHD1"

    private readonly SlotFile _file;
    private int _slot;

    private AuditHeadFile(SlotFile file) => _file = file;

    /// <summary>The newest sound slot; None when there is none.</summary>
    public AuditHead Last { get; private set; } = AuditHead.None;

    public static AuditHeadFile Open(string path)
    {
        var file = SlotFile.Open(path);
        var (last, slot) = Newest(file);
        return new AuditHeadFile(file) { Last = last, _slot = slot };
    }

    /// <summary>What a file says that another process may be writing.</summary>
    public static AuditHead Read(string path)
    {
        using var file = SlotFile.OpenToRead(path);
        return Newest(file).Head;
    }

    /// <summary>Writes the slot that is not the newest, and syncs it.</summary>
    public void Write(AuditHead head)
    {
        _slot = (_slot + 1) % SlotFile.Slots;
        Span<byte> slot = stackalloc byte[ContentBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(slot, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], head.Number);
        Convert.FromHexString(head.Hash).CopyTo(slot[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[48..], Crc32C.Of(slot[..48]));
        _file.Write(_slot, slot);
        Last = head;
    }

    public void Dispose() => _file.Dispose();

    private static (AuditHead Head, int Slot) Newest(SlotFile file)
    {
        var newest = (Head: AuditHead.None, Slot: 0);
        Span<byte> slot = stackalloc byte[ContentBytes];
        for (int at = 0; at < SlotFile.Slots; at++)
        {
            if (file.TryRead(at, slot) && Parse(slot) is { } head && head.Number > newest.Head.Number) newest = (head, at);
        }
        return newest;
    }

    private static AuditHead? Parse(ReadOnlySpan<byte> slot)
    {
        bool isSound = BinaryPrimitives.ReadUInt64LittleEndian(slot) == Magic && BinaryPrimitives.ReadUInt32LittleEndian(slot[48..]) == Crc32C.Of(slot[..48]);
        if (!isSound) return null;
        return new AuditHead(BinaryPrimitives.ReadInt64LittleEndian(slot[8..]), Convert.ToHexStringLower(slot.Slice(16, ContentDigest.Bytes)));
    }
}
