using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>Fills one bucket after the other from readings and chunks that come in order of time.</summary>
internal sealed class BucketLine(long fromMs, long toMs, long lengthMs)
{
    private Aggregate _current;
    private long _startMs = fromMs;

    /// <summary>The buckets that end at or before a moment: nothing more comes into them.</summary>
    public IEnumerable<HistoryBucket> Before(long timeMs)
    {
        while (_startMs < toMs && (_startMs + lengthMs <= timeMs || timeMs >= toMs))
        {
            bool hasNumbers = _current.Numbers > 0;
            yield return new HistoryBucket(
                _startMs, _current.Count, _current.Good, hasNumbers ? _current.Minimum : null, hasNumbers ? _current.Maximum : null, hasNumbers ? _current.Mean : null);
            _current = default;
            _startMs += lengthMs;
        }
    }

    public void Add(in Reading reading) => _current.Add(reading);

    public void Add(in ChunkSummary chunk) => _current.Add(chunk);
}
