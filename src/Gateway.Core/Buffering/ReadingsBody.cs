namespace Gateway.Core.Buffering;

/// <summary>The binary body of a batch of readings: what its bytes mean. Described for people in FORMAT.md.</summary>
/// <remarks>
/// <para>Header: version (1 byte), number of rows (2 bytes, little endian). Then the rows. A row begins with a control byte; what it announces follows in the
/// order point, time, quality, value.</para>
/// <para>Bits 0 to 3: form of the value. Bit 4: changed. Bit 5: the quality differs from the row before (Good before the first): a varint, status + 4 * reason.
/// Bit 6: the time differs from the row before (0 before the first): zigzag varint of the difference in ms. Bit 7: the point is not the one after the row
/// before (-1 before the first): zigzag varint of the distance to it.</para>
/// <para>Varints are LEB128: seven bits a byte, low bits first.</para>
/// </remarks>
internal static class ReadingsBody
{
    public const byte Version = 1;
    public const int HeaderBytes = 3;

    /// <summary>Most rows in one body.</summary>
    public const int MaximumCount = ushort.MaxValue;

    public const int FormMask = 0x0F;
    public const int IsChanged = 0x10;
    public const int HasQuality = 0x20;
    public const int HasTime = 0x40;
    public const int HasPoint = 0x80;

    public const int None = 0;
    public const int False = 1;
    public const int True = 2;

    /// <summary>Varint length, then UTF-8.</summary>
    public const int Text = 3;

    /// <summary>Eight bytes, little endian: no short decimal is exactly this double.</summary>
    public const int Float64 = 4;

    /// <summary>The first of ten forms: zigzag varint of the digits; the form minus this is how many of them stand behind the decimal point.</summary>
    public const int Decimal = 5;

    /// <summary>Four bytes, little endian: no short decimal, but exactly a float32.</summary>
    public const int Float32 = 15;

    // What DateTimeOffset can express.
    public const long EarliestMs = -62_135_596_800_000;
    public const long LatestMs = 253_402_300_799_999;

    /// <summary>Whether every byte makes sense, and how many rows there are.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body, out int count)
    {
        var reader = new ReadingsReader(body);
        count = reader.Count;
        while (reader.TryRead(out _))
        {
        }
        return !reader.IsDamaged;
    }
}
