using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>What was read of one device: blocks of bytes as they stood in the answers, each with its arrival time or the reason why it is missing.</summary>
/// <remarks>
/// The layout is fixed when the image is made; a poll fills it again and again. Registers are big-endian byte pairs in address order, bits are packed
/// eight a byte with the lowest address in the lowest bit (Application Protocol V1.1b3, 6.1 and 6.3). Blocks name the tables that are asked
/// on the wire (<see cref="WireTable"/>). One writer per block, and no reader while blocks are being written.
/// </remarks>
internal sealed class RegisterImage
{
    private static readonly Quality _notAsked = Quality.Bad(QualityReason.Startup);

    private readonly RegisterRange[] _ranges;
    private readonly int[] _offsets;
    private readonly BlockState[] _states;
    private readonly byte[] _bytes;

    /// <param name="blocks">The ranges that are read; a value is found only when one block holds all of it.</param>
    public RegisterImage(IReadOnlyList<RegisterRange> blocks)
    {
        _ranges = [.. blocks];
        _offsets = new int[_ranges.Length];
        _states = new BlockState[_ranges.Length];
        int length = 0;
        for (int i = 0; i < _ranges.Length; i++)
        {
            _offsets[i] = length;
            length += ByteLength(_ranges[i]);
            _states[i] = new BlockState(false, 0, _notAsked);
        }
        _bytes = new byte[length];
    }

    public int Count => _ranges.Length;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public ReadOnlySpan<BlockState> States => _states;

    /// <summary>An image of bytes that are known already: a profile's test case, a recorded answer. Adjacent ranges of one table become one block.</summary>
    /// <param name="device">Tells which table its registers are asked for.</param>
    /// <param name="blocks">Ranges with their bytes, as long as the range asks; they must not overlap.</param>
    /// <param name="timeMs">Arrival time of all: UTC milliseconds.</param>
    public static RegisterImage Of(DeviceModel device, IEnumerable<(RegisterRange Range, ReadOnlyMemory<byte> Bytes)> blocks, long timeMs)
    {
        var merged = new List<(RegisterRange Range, byte[] Bytes)>();
        foreach (var (given, bytes) in blocks.OrderBy(b => WireTable.Of(device, b.Range).Table).ThenBy(b => b.Range.Address))
        {
            var range = WireTable.Of(device, given);
            ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, ByteLength(range), nameof(blocks));
            if (merged.Count > 0 && merged[^1] is var last && !range.IsBits && last.Range.Table == range.Table && last.Range.End == range.Address)
                merged[^1] = (last.Range with { Quantity = (ushort)(last.Range.Quantity + range.Quantity) }, [.. last.Bytes, .. bytes.Span]);
            else merged.Add((range, bytes.ToArray()));
        }
        var image = new RegisterImage([.. merged.Select(m => m.Range)]);
        for (int i = 0; i < merged.Count; i++)
        {
            merged[i].Bytes.CopyTo(image.Destination(i));
            image.Fill(i, timeMs);
        }
        return image;
    }

    /// <summary>Bytes that the answer to a read of this range carries.</summary>
    public static int ByteLength(RegisterRange range) => range.IsBits ? (range.Quantity + 7) / 8 : range.Quantity * 2;

    public RegisterRange Range(int block) => _ranges[block];

    /// <summary>Where the answer's data of a block goes; say <see cref="Fill"/> when it is there.</summary>
    public Memory<byte> Destination(int block) => _bytes.AsMemory(_offsets[block], ByteLength(_ranges[block]));

    public void Fill(int block, long timeMs) => _states[block] = new BlockState(true, timeMs, default);

    public void Fail(int block, Quality why, long timeMs) => _states[block] = new BlockState(false, timeMs, why);

    /// <summary>Finds a range of the wire's tables.</summary>
    public bool TryFind(RegisterRange range, out RegisterPlace place)
    {
        int block = Array.FindIndex(_ranges, r => r.Contains(range));
        place = default;
        if (block < 0) return false;
        int distance = range.Address - _ranges[block].Address;
        place = range.IsBits
            ? new RegisterPlace(block, _offsets[block] + (distance / 8), distance % 8)
            : new RegisterPlace(block, _offsets[block] + (distance * 2), 0);
        return true;
    }
}
