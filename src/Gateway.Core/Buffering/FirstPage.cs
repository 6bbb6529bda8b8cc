using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>Gives a database that was set aside the first page of a fresh one, when its own cannot be read. All our databases are made by the same steps, so
/// that their tables begin on the same pages; without the first page SQLite reads nothing of them.</summary>
internal static class FirstPage
{
    // File format, section 1.3.
    private const int PagesAt = 28;
    private const int FreeListAt = 32;
    private const int FreeListBytes = 8;

    /// <summary>Mends the file in place when it must; its own first page is kept beside it, as <c>.page1</c>.</summary>
    /// <param name="fresh">A database of this version, whose log is empty.</param>
    /// <returns>Whether it was mended.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool Mend(string path, string fresh)
    {
        long pages = StoreFiles.LengthOf(path) / SqliteSchema.PageBytes;
        if (pages < 2 || HasTables(path)) return false;
        byte[] own = new byte[SqliteSchema.PageBytes], page = new byte[SqliteSchema.PageBytes];
        using (var source = File.OpenHandle(fresh, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)) RandomAccess.Read(source, page, 0);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Read(file, own, 0);
        File.WriteAllBytes(path + ".page1", own);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(PagesAt), (uint)pages);
        page.AsSpan(FreeListAt, FreeListBytes).Clear();
        RandomAccess.Write(file, page, 0);
        return true;
    }

    private static bool HasTables(string path)
    {
        try
        {
            using var connection = SqliteSchema.OpenReader(path, isDamaged: true);
            return SqliteSchema.Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('message','layout','bookmark','alarm_state','dropped')") == 5;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
