using System.Runtime.InteropServices;
using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>Appends readings to a point's hour: to its last part as long as that has room, then to new ones.</summary>
internal sealed class ChunkAppender
{
    private readonly ChunkEncoder _encoder = new();
    private readonly ChunkDecoder _decoder = new();
    private readonly List<Reading> _readings = [];

    /// <param name="hour">Of the day, 0 to 23.</param>
    public void Append(DayFile file, int hour, HistoryPoint point, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length == 0) return;
        int number = file.NumberOf(point);
        _readings.Clear();
        int part = FirstPart(file, hour, number, point.Id);
        _readings.AddRange(readings);
        ReadingOrder.Sort(_readings);
        var all = CollectionsMarshal.AsSpan(_readings);
        for (; all.Length > 0; all = all[Math.Min(all.Length, Chunk.MaximumReadings)..], part++)
        {
            var chunk = all[..Math.Min(all.Length, Chunk.MaximumReadings)];
            file.Put(ChunkRow.KeyOf(hour, number, part), point.Id, ChunkSummary.Of(chunk), _encoder.Encode(chunk));
        }
    }

    /// <summary>The part to write next; when there is one with room, its readings are to be written again with the new ones.</summary>
    private int FirstPart(DayFile file, int hour, int number, string pointId)
    {
        if (file.LastPart(hour, number, pointId) is not var (last, body)) return 0;
        // A damaged part is left as it is: others may still find something in it.
        if (body is null || !_decoder.TryDecode(body, 0, _readings)) return last + 1;
        if (_readings.Count < Chunk.MaximumReadings) return last;
        _readings.Clear();
        return last + 1;
    }
}
