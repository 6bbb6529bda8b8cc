using System.Buffers.Binary;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>Consecutive registers as they were read.</summary>
/// <param name="Bytes">Big-endian byte pairs in address order, as they stood in the answer.</param>
internal sealed record RegisterRun(RegisterTable Table, int Address, ReadOnlyMemory<byte> Bytes)
{
    public int Count => Bytes.Length / 2;

    public int End => Address + Count;

    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(Bytes.Span[(2 * index)..]);

    /// <summary>The bytes from an address of the run on.</summary>
    public ReadOnlySpan<byte> From(int address) => Bytes.Span[(2 * (address - Address))..];

    public bool Holds(RegisterTable table, int address, int count) => table == Table && address >= Address && address + count <= End;

    /// <summary><c>40E6 B852</c></summary>
    public string Hex(int address, int count) => string.Join(' ', Enumerable.Range(address - Address, count).Select(at => $"{this[at]:X4}"));

    /// <summary>Of runs that were read one after the other, those that touch put together.</summary>
    public static IReadOnlyList<RegisterRun> Joined(IEnumerable<RegisterRun> runs)
    {
        List<RegisterRun> joined = [];
        foreach (var run in runs.OrderBy(run => run.Table).ThenBy(run => run.Address))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Table == run.Table && last.End == run.Address)
                joined[^1] = last with { Bytes = (byte[])[.. last.Bytes.Span, .. run.Bytes.Span] };
            else joined.Add(run);
        }
        return joined;
    }
}
