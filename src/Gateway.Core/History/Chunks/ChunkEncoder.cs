using System.Text;
using Gateway.Core.Readings;

namespace Gateway.Core.History.Chunks;

/// <summary>Packs one point's readings into a chunk. Keeps its working arrays for the next; one thread uses it.</summary>
internal sealed class ChunkEncoder
{
    private readonly BitWriter _bits = new();
    private readonly IntegerColumn _column = new();
    private readonly long[] _whole = new long[Chunk.MaximumReadings];
    private readonly double[] _numbers = new double[Chunk.MaximumReadings];
    private readonly Dictionary<string, int> _words = [];

    /// <param name="readings">1 to <see cref="Chunk.MaximumReadings"/>, of one point; the point's number is not kept.</param>
    public byte[] Encode(ReadOnlySpan<Reading> readings)
    {
        if (readings.Length is 0 or > Chunk.MaximumReadings) throw new ArgumentOutOfRangeException(nameof(readings), readings.Length, "A chunk holds 1 to 8192 readings.");
        _bits.Clear();
        _bits.Write(Chunk.Version, 8);
        _bits.WriteVarint((ulong)readings.Length);
        for (int at = 0; at < readings.Length; at++) _whole[at] = readings[at].TimeMs;
        _column.Write(_whole.AsSpan(0, readings.Length), _bits);
        WriteWords(readings);
        WriteRuns(readings);
        WriteNumbers(readings);
        return _bits.ToArray();
    }

    private void WriteWords(ReadOnlySpan<Reading> readings)
    {
        _words.Clear();
        foreach (ref readonly var reading in readings)
        {
            if (reading.Kind == ValueKind.Text) _words.TryAdd(reading.Text ?? "", _words.Count);
        }
        _bits.WriteVarint((ulong)_words.Count);
        foreach (string word in _words.Keys)
        {
            byte[] text = Encoding.UTF8.GetBytes(word);
            _bits.WriteVarint((ulong)text.Length);
            _bits.WriteBytes(text);
        }
    }

    private void WriteRuns(ReadOnlySpan<Reading> readings)
    {
        for (int from = 0; from < readings.Length;)
        {
            var (code, word) = StateOf(readings[from]);
            int end = from + 1;
            while (end < readings.Length && StateOf(readings[end]) == (code, word)) end++;
            _bits.WriteVarint((ulong)(end - from));
            _bits.Write((ulong)code, Chunk.KindBits + Chunk.StatusBits + Chunk.ReasonBits);
            if (word >= 0) _bits.WriteVarint((ulong)word);
            from = end;
        }
    }

    private (int Code, int Word) StateOf(in Reading reading)
    {
        int kind = reading.Kind switch
        {
            ValueKind.Number => Chunk.Number,
            ValueKind.Boolean => reading.Boolean ? Chunk.True : Chunk.False,
            ValueKind.Text => Chunk.Text,
            _ => Chunk.None,
        };
        int quality = ((int)reading.Quality.Status << Chunk.ReasonBits) | (int)reading.Quality.Reason;
        return ((kind << (Chunk.StatusBits + Chunk.ReasonBits)) | quality, kind == Chunk.Text ? _words[reading.Text ?? ""] : -1);
    }

    private void WriteNumbers(ReadOnlySpan<Reading> readings)
    {
        int count = 0;
        foreach (ref readonly var reading in readings)
        {
            if (reading.Kind == ValueKind.Number) _numbers[count++] = reading.Number;
        }
        if (count == 0) return;
        var numbers = _numbers.AsSpan(0, count);
        if (ScaledNumbers.TryScale(numbers, _whole, out int decimals))
        {
            _bits.Write(Chunk.Decimals, Chunk.FormBits);
            _bits.Write((ulong)decimals, 8);
            _column.Write(_whole.AsSpan(0, count), _bits);
        }
        else
        {
            _bits.Write(Chunk.Floats, Chunk.FormBits);
            XorFloats.Write(numbers, _bits);
        }
    }
}
