using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.History.Chunks;

/// <summary>Unpacks chunks. Any bytes get an answer. Keeps its working arrays for the next; one thread uses it.</summary>
internal sealed class ChunkDecoder
{
    private readonly long[] _times = new long[Chunk.MaximumReadings];
    private readonly long[] _digits = new long[Chunk.MaximumReadings];
    private readonly double[] _numbers = new double[Chunk.MaximumReadings];
    private readonly List<Run> _runs = [];
    private readonly List<string> _words = [];

    /// <summary>Appends a chunk's readings, all of them or none.</summary>
    /// <param name="point">What number the readings are to carry.</param>
    /// <returns>False when the bytes are no chunk.</returns>
    public bool TryDecode(ReadOnlySpan<byte> bytes, int point, List<Reading> into)
    {
        var bits = new BitReader(bytes);
        if (!bits.TryRead(8, out ulong version) || version != Chunk.Version) return false;
        if (!bits.TryReadVarint(out ulong count) || count is 0 or > Chunk.MaximumReadings) return false;
        if (!TryReadTimes(ref bits, (int)count) || !TryReadWords(ref bits) || !TryReadRuns(ref bits, (int)count, out int numbers)) return false;
        if (!TryReadNumbers(ref bits, _numbers.AsSpan(0, numbers)) || !bits.IsAtEnd) return false;
        Assemble(point, into);
        return true;
    }

    private bool TryReadTimes(ref BitReader bits, int count)
    {
        var times = _times.AsSpan(0, count);
        if (!IntegerColumn.TryRead(ref bits, times)) return false;
        foreach (long time in times)
        {
            if (time is < ReadingsBody.EarliestMs or > ReadingsBody.LatestMs) return false;
        }
        return true;
    }

    private bool TryReadWords(ref BitReader bits)
    {
        _words.Clear();
        if (!bits.TryReadVarint(out ulong count) || count > Chunk.MaximumReadings) return false;
        for (ulong n = 0; n < count; n++)
        {
            if (!bits.TryReadVarint(out ulong length) || length > (ulong)bits.BytesLeft) return false;
            byte[] text = new byte[length];
            if (!bits.TryReadBytes(text) || !Utf8.IsValid(text)) return false;
            _words.Add(Encoding.UTF8.GetString(text));
        }
        return true;
    }

    private bool TryReadRuns(ref BitReader bits, int count, out int numbers)
    {
        _runs.Clear();
        numbers = 0;
        for (int left = count; left > 0; left -= _runs[^1].Length)
        {
            if (!bits.TryReadVarint(out ulong length) || length == 0 || length > (ulong)left) return false;
            if (!bits.TryRead(Chunk.KindBits, out ulong kind) || kind > Chunk.Number) return false;
            if (!bits.TryRead(Chunk.StatusBits, out ulong status) || status > (int)QualityStatus.Bad) return false;
            if (!bits.TryRead(Chunk.ReasonBits, out ulong reason)) return false;
            ulong word = 0;
            if (kind == Chunk.Text && (!bits.TryReadVarint(out word) || word >= (ulong)_words.Count)) return false;
            _runs.Add(new Run((int)length, (int)kind, new Quality((QualityStatus)status, (QualityReason)reason), (int)word));
            if (kind == Chunk.Number) numbers += (int)length;
        }
        return true;
    }

    private bool TryReadNumbers(ref BitReader bits, Span<double> numbers)
    {
        if (numbers.Length == 0) return true;
        if (!bits.TryRead(Chunk.FormBits, out ulong form)) return false;
        if (form == Chunk.Floats) return XorFloats.TryRead(ref bits, numbers);
        var digits = _digits.AsSpan(0, numbers.Length);
        if (!bits.TryRead(8, out ulong decimals) || decimals > DecimalForm.MaximumDecimals || !IntegerColumn.TryRead(ref bits, digits)) return false;
        for (int at = 0; at < digits.Length; at++) numbers[at] = DecimalForm.ToDouble(digits[at], (int)decimals);
        return true;
    }

    private void Assemble(int point, List<Reading> into)
    {
        int start = into.Count, at = 0, number = 0;
        CollectionsMarshal.SetCount(into, start + _runs.Sum(run => run.Length));
        var readings = CollectionsMarshal.AsSpan(into)[start..];
        foreach (var run in _runs)
        {
            for (int end = at + run.Length; at < end; at++)
            {
                readings[at] = run.Kind switch
                {
                    Chunk.Number => Reading.OfNumber(point, _times[at], _numbers[number++], run.Quality),
                    Chunk.True or Chunk.False => Reading.OfBoolean(point, _times[at], run.Kind == Chunk.True, run.Quality),
                    Chunk.Text => Reading.OfText(point, _times[at], _words[run.Word], run.Quality),
                    _ => Reading.Missing(point, _times[at], run.Quality),
                };
            }
        }
    }

    private readonly record struct Run(int Length, int Kind, Quality Quality, int Word);
}
