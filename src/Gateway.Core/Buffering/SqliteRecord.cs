using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Buffering;

/// <summary>A row as SQLite writes it (file format, section 2.1): the length of its header, a type for each column, then the values. Any bytes get an
/// answer.</summary>
internal sealed class SqliteRecord
{
    private const int MostColumns = 16;

    private readonly byte[] _bytes;
    private readonly List<(long Type, int At, int Length)> _columns;

    private SqliteRecord(byte[] bytes, List<(long Type, int At, int Length)> columns) => (_bytes, _columns) = (bytes, columns);

    public int Count => _columns.Count;

    /// <returns>Null when the bytes are no row of few columns.</returns>
    public static SqliteRecord? Parse(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        if (!TryReadVarint(ref rest, out long headerBytes) || headerBytes < 2 || headerBytes > bytes.Length) return null;
        var header = bytes.AsSpan(0, (int)headerBytes)[(bytes.Length - rest.Length)..];
        ReadOnlySpan<byte> types = header;
        var columns = new List<(long, int, int)>();
        int at = (int)headerBytes;
        while (types.Length > 0)
        {
            if (columns.Count == MostColumns || !TryReadVarint(ref types, out long type) || LengthOf(type) is not { } length || length > bytes.Length - at) return null;
            columns.Add((type, at, (int)length));
            at += (int)length;
        }
        return at == bytes.Length ? new SqliteRecord(bytes, columns) : null;
    }

    public bool IsNull(int column) => _columns[column].Type == 0;

    public bool TryNumber(int column, out long value)
    {
        var (type, at, length) = _columns[column];
        value = type == 9 ? 1 : 0;
        if (type is not (>= 1 and <= 6 or 8 or 9)) return false;
        if (length == 0) return true;
        value = (sbyte)_bytes[at];
        for (int next = 1; next < length; next++) value = (value << 8) | _bytes[at + next];
        return true;
    }

    public bool TryText(int column, [NotNullWhen(true)] out string? value)
    {
        var (type, at, length) = _columns[column];
        value = type >= 13 && type % 2 == 1 ? System.Text.Encoding.UTF8.GetString(_bytes, at, length) : null;
        return value is not null;
    }

    public bool TryBlob(int column, out ReadOnlyMemory<byte> value)
    {
        var (type, at, length) = _columns[column];
        bool isBlob = type >= 12 && type % 2 == 0;
        value = isBlob ? _bytes.AsMemory(at, length).ToArray() : default;
        return isBlob;
    }

    /// <summary>One to nine bytes, the highest first; seven bits of each, but all eight of the ninth.</summary>
    public static bool TryReadVarint(ref ReadOnlySpan<byte> from, out long value)
    {
        value = 0;
        for (int at = 0; at < Math.Min(9, from.Length); at++)
        {
            value = at == 8 ? (value << 8) | from[at] : (value << 7) | (uint)(from[at] & 0x7F);
            if (at < 8 && from[at] >= 0x80) continue;
            from = from[(at + 1)..];
            return true;
        }
        return false;
    }

    private static long? LengthOf(long type) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => type,
        5 => 6,
        6 or 7 => 8,
        >= 12 => (type - 12) / 2,
        _ => null,
    };
}
