using Microsoft.Win32.SafeHandles;

namespace Gateway.Core.Buffering;

/// <summary>A file of two slots of 4 KiB written in turn, so that a torn write leaves the other. What a slot says, and whether it is sound, is its
/// owner's.</summary>
internal sealed class SlotFile : IDisposable
{
    public const int Slots = 2;

    private const int SlotBytes = 4096;

    private readonly SafeFileHandle _file;

    private SlotFile(SafeFileHandle file) => _file = file;

    public static SlotFile Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // Written and not only made longer: on a disk that is full later, the slots have their room.
        long length = RandomAccess.GetLength(file);
        if (length < Slots * SlotBytes) RandomAccess.Write(file, new byte[(Slots * SlotBytes) - length], length);
        return new SlotFile(file);
    }

    /// <summary>Beside the process that writes it.</summary>
    public static SlotFile OpenToRead(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    /// <returns>Whether there were as many bytes.</returns>
    public bool TryRead(int slot, Span<byte> content) => RandomAccess.Read(_file, content, (long)slot * SlotBytes) == content.Length;

    /// <summary>Writes a slot and syncs it.</summary>
    public void Write(int slot, ReadOnlySpan<byte> content)
    {
        RandomAccess.Write(_file, content, (long)slot * SlotBytes);
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();
}
