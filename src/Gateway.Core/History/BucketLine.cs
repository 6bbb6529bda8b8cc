using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>Fills one bucket after the other from readings and chunks that come in order of time.</summary>
internal sealed class BucketLine(long fromMs, long toMs, long lengthMs)
{
    private Aggregate _current;
    private long _startMs = fromMs;

    /// <summary>Takes the next bucket out that ends at or before a moment: nothing more comes into it.</summary>
    /// <returns>False when there is none; to be asked until then, before what comes at that moment is added.</returns>
    public bool TryTake(long beforeMs, out HistoryBucket bucket)
    {
        bucket = default;
        bool isOver = _startMs < toMs && (_startMs + lengthMs <= beforeMs || beforeMs >= toMs);
        if (!isOver) return false;
        bool hasNumbers = _current.Numbers > 0;
        bucket = new HistoryBucket(
            _startMs, _current.Count, _current.Good, hasNumbers ? _current.Minimum : null, hasNumbers ? _current.Maximum : null, hasNumbers ? _current.Mean : null);
        _current = default;
        _startMs += lengthMs;
        return true;
    }

    public void Add(in Reading reading) => _current.Add(reading);

    public void Add(in ChunkSummary chunk) => _current.Add(chunk);
}
