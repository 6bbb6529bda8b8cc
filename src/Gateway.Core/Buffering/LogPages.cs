using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Core.Buffering;

/// <summary>The pages in the frames of a write-ahead log, also of frames that SQLite does not believe (file format, section 4.1: a header of 32 bytes, then
/// frames of 24 bytes and a page).</summary>
internal sealed class LogPages : IPageImages, IDisposable
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int FrameBytes = FrameHeaderBytes + SqliteSchema.PageBytes;

    private readonly SafeFileHandle _file;
    private readonly IPageImages _database;
    private readonly Dictionary<uint, List<int>> _framesOf = [];

    public LogPages(string path, IPageImages database)
    {
        _database = database;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Count = (int)(Math.Max(0, RandomAccess.GetLength(_file) - HeaderBytes) / FrameBytes);
        Span<byte> number = stackalloc byte[sizeof(uint)];
        for (int frame = 0; frame < Count; frame++)
        {
            if (RandomAccess.Read(_file, number, PlaceOf(frame)) != number.Length) continue;
            uint page = BinaryPrimitives.ReadUInt32BigEndian(number);
            if (!_framesOf.TryGetValue(page, out var frames)) _framesOf[page] = frames = [];
            frames.Add(frame);
        }
    }

    public int Count { get; }

    public bool TryRead(int image, Span<byte> page) => RandomAccess.Read(_file, page, PlaceOf(image) + FrameHeaderBytes) == page.Length;

    /// <remarks>A row and the pages it overflows to were written in one commit, so the nearest frame of a page is its own.</remarks>
    public bool TryFind(uint number, int image, Span<byte> page) => _framesOf.TryGetValue(number, out var frames)
        ? TryRead(frames.MinBy(frame => Math.Abs(frame - image)), page)
        : _database.TryFind(number, image, page);

    public void Dispose() => _file.Dispose();

    private static long PlaceOf(int frame) => HeaderBytes + ((long)frame * FrameBytes);
}
