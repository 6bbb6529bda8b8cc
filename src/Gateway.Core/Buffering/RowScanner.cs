using System.Buffers.Binary;

namespace Gateway.Core.Buffering;

/// <summary>Finds rows of tables in pages that no tree leads to any more: each leaf of a table is recognised by itself.</summary>
/// <remarks>
/// SQLite file format, section 1.6. A table's leaf begins with 0x0D; two bytes at 3 count its cells, whose places stand from 8 on. A cell is the length of
/// its record and the row's number (varints), then the record; of one that is too long for the page, a part and the number of the first overflow page. An
/// overflow page is the number of the next and 4,092 bytes. No page is believed: whoever takes a row must have it prove itself. Freed pages still hold rows
/// that were deleted.
/// </remarks>
internal sealed class RowScanner(IPageImages pages)
{
    private const int PageBytes = SqliteSchema.PageBytes;
    private const byte TableLeaf = 0x0D;
    private const int HeaderBytes = 8;

    // Section 1.6: X, M and K with U = 4096.
    private const int MostOnPage = PageBytes - 35;
    private const int LeastOnPage = ((PageBytes - 12) * 32 / 255) - 23;
    private const int OverflowBytes = PageBytes - sizeof(uint);

    /// <summary>Longer than any message.</summary>
    private const int LongestRecord = 4 << 20;

    private readonly byte[] _page = new byte[PageBytes];
    private readonly byte[] _overflow = new byte[PageBytes];

    /// <summary>The rows of a page image. A record is a copy.</summary>
    public IEnumerable<(long Number, byte[] Record)> RowsOf(int image)
    {
        if (!pages.TryRead(image, _page) || _page[0] != TableLeaf) yield break;
        int cells = BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(3));
        for (int cell = 0; cell < cells && HeaderBytes + (2 * cell) + 2 <= PageBytes; cell++)
        {
            if (TryReadCell(image, BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(HeaderBytes + (2 * cell))), out long number, out byte[] record))
                yield return (number, record);
        }
    }

    private bool TryReadCell(int image, int at, out long number, out byte[] record)
    {
        (number, record) = (0, []);
        ReadOnlySpan<byte> cell = at < PageBytes ? _page.AsSpan(at) : default;
        if (!SqliteRecord.TryReadVarint(ref cell, out long length) || !SqliteRecord.TryReadVarint(ref cell, out number)) return false;
        if (length is < 2 or > LongestRecord) return false;
        int onPage = OnPage((int)length);
        bool overflows = onPage < length;
        if (cell.Length < onPage + (overflows ? sizeof(uint) : 0)) return false;
        record = new byte[length];
        cell[..onPage].CopyTo(record);
        return !overflows || TryReadOverflow(image, BinaryPrimitives.ReadUInt32BigEndian(cell[onPage..]), record.AsSpan(onPage));
    }

    private bool TryReadOverflow(int image, uint next, Span<byte> rest)
    {
        while (rest.Length > 0)
        {
            if (!pages.TryFind(next, image, _overflow)) return false;
            int part = Math.Min(rest.Length, OverflowBytes);
            _overflow.AsSpan(sizeof(uint), part).CopyTo(rest);
            rest = rest[part..];
            next = BinaryPrimitives.ReadUInt32BigEndian(_overflow);
        }
        return true;
    }

    private static int OnPage(int length)
    {
        if (length <= MostOnPage) return length;
        int best = LeastOnPage + ((length - LeastOnPage) % OverflowBytes);
        return best <= MostOnPage ? best : LeastOnPage;
    }
}
