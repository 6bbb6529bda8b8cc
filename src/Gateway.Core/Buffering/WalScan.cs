using System.Buffers.Binary;

namespace Gateway.Core.Buffering;

/// <summary>Looks through a write-ahead log before SQLite does, because SQLite silently forgets everything behind a damaged frame.</summary>
/// <remarks>
/// <para>SQLite file format, sections 4.1 and 4.2: a header with two salts, then frames; a frame counts when its salts are the header's and its running
/// check sum is right. Every commit was synced before the next one began, so a power cut can tear the last commit only. Two or more commits of the
/// same salts behind the first bad frame are therefore damage, and not a torn tail.</para>
/// <para>Frames of older salts are what is left of a log written before the last checkpoint: never counted.</para>
/// </remarks>
internal static class WalScan
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint MagicLittleEndian = 0x377F0682;
    private const uint MagicBigEndian = 0x377F0683;

    /// <returns>Commits behind the first bad frame when the log is damaged; 0 when it is whole, torn at its end, or absent.</returns>
    public static int CommitsBehindDamage(string path)
    {
        if (StoreFiles.LengthOf(path) < HeaderBytes + FrameHeaderBytes) return 0;
        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        Span<byte> header = stackalloc byte[HeaderBytes];
        log.ReadExactly(header);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        bool isBigEndian = magic == MagicBigEndian;
        uint pageBytes = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        ulong sums = Sum(header[..24], 0, isBigEndian);
        bool isHeaderSound = magic is MagicLittleEndian or MagicBigEndian && sums == BinaryPrimitives.ReadUInt64BigEndian(header[24..]);
        if (!isHeaderSound) pageBytes = SqliteSchema.PageBytes;
        if (pageBytes is < 512 or > 65536) return 0;

        byte[] frame = new byte[FrameHeaderBytes + pageBytes];
        ulong salts = BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
        bool isSound = isHeaderSound;
        bool isFirst = true;
        int behind = 0;
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            ulong frameSalts = BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(8));
            // Without a header, the first frame tells which salts were in force.
            if (isFirst && !isHeaderSound) salts = frameSalts;
            isFirst = false;
            bool isOfThisLog = frameSalts == salts;
            if (isSound)
            {
                sums = Sum(frame.AsSpan(FrameHeaderBytes), Sum(frame.AsSpan(0, 8), sums, isBigEndian), isBigEndian);
                isSound = isOfThisLog && sums == BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(16));
            }
            bool isCommit = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            if (!isSound && isOfThisLog && isCommit) behind++;
        }
        return behind >= 2 ? behind : 0;
    }

    /// <summary>Whether a header is that of a log, and in which order its check sums take the bytes of a word.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> header, out bool isBigEndian)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        isBigEndian = magic == MagicBigEndian;
        return magic is MagicLittleEndian or MagicBigEndian;
    }

    /// <summary>The log's check sum over pairs of 32-bit words; the two sums are packed into one number, the first in the high half.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong before, bool isBigEndian)
    {
        uint s0 = (uint)(before >> 32);
        uint s1 = (uint)before;
        for (int at = 0; at < bytes.Length; at += 8)
        {
            s0 += Word(bytes[at..], isBigEndian) + s1;
            s1 += Word(bytes[(at + 4)..], isBigEndian) + s0;
        }
        return ((ulong)s0 << 32) | s1;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
