using System.Buffers.Binary;

namespace Gateway.Core.Buffering;

/// <summary>Finds the one bit of a write-ahead log that is wrong, by trying: as a rule the check sums of 64 bits say which it is.</summary>
/// <remarks>
/// SQLite believes no frame behind one whose check sum does not hold, and the sums run on from frame to frame. But each frame tells its own, so every frame
/// can be checked from the one before it, and of a frame that does not hold, each of its 33,000 bits can be tried: a tenth of a second. What is right then is
/// the log as it was written.
/// </remarks>
internal static class LogRepair
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int FrameBytes = FrameHeaderBytes + SqliteSchema.PageBytes;
    private const int SummedOfHeader = 24;
    private const int SummedOfFrame = 8;

    /// <summary>Mends a log in place, when it has no more than a flipped bit.</summary>
    /// <returns>Whether it was mended; if not, nothing was changed.</returns>
    public static bool TryMend(string path)
    {
        byte[] log = File.ReadAllBytes(path);
        if (log.Length < HeaderBytes + FrameBytes || FindBit(log) is not { } bit) return false;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(file, [(byte)(log[bit / 8] ^ (1 << (bit % 8)))], bit / 8);
        RandomAccess.FlushToDisk(file);
        return true;
    }

    private static int? FindBit(byte[] log)
    {
        var header = log.AsSpan(0, HeaderBytes);
        if (!IsHeaderSound(header)) return FindBitIn(header, IsHeaderSound);
        bool isBigEndian = (header[3] & 1) != 0;
        byte[] salts = header[16..24].ToArray();
        ulong before = Stored(header[24..]);
        for (int at = HeaderBytes; at + FrameBytes <= log.Length; at += FrameBytes)
        {
            ulong sums = before;
            bool IsSound(ReadOnlySpan<byte> frame) => frame[8..16].SequenceEqual(salts) && SumOf(frame, sums, isBigEndian) == Stored(frame[16..]);
            var frame = log.AsSpan(at, FrameBytes);
            if (!IsSound(frame)) return FindBitIn(frame, IsSound) is { } bit ? bit + (at * 8) : null;
            before = Stored(frame[16..]);
        }
        return null;
    }

    /// <summary>Tries one bit after the other.</summary>
    /// <returns>Counted from the beginning of the part; null also when it could be one or another. The sums are linear: they tell every bit of the lower two
    /// thirds of a word from all others, but not the highest bits of words from one another.</returns>
    private static int? FindBitIn(Span<byte> part, Func<ReadOnlySpan<byte>, bool> isSound)
    {
        int? found = null;
        for (int bit = 0; bit < part.Length * 8; bit++)
        {
            part[bit / 8] ^= (byte)(1 << (bit % 8));
            bool isFound = isSound(part);
            part[bit / 8] ^= (byte)(1 << (bit % 8));
            if (isFound && found is not null) return null;
            if (isFound) found = bit;
        }
        return found;
    }

    private static bool IsHeaderSound(ReadOnlySpan<byte> header) =>
        WalScan.IsMagic(header, out bool isBigEndian) && WalScan.Sum(header[..SummedOfHeader], 0, isBigEndian) == Stored(header[24..]);

    private static ulong SumOf(ReadOnlySpan<byte> frame, ulong before, bool isBigEndian) =>
        WalScan.Sum(frame[FrameHeaderBytes..], WalScan.Sum(frame[..SummedOfFrame], before, isBigEndian), isBigEndian);

    private static ulong Stored(ReadOnlySpan<byte> sums) => BinaryPrimitives.ReadUInt64BigEndian(sums);
}
