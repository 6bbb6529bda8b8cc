using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>Reads one lane in order for one feed and renders what the feed takes.</summary>
/// <remarks>
/// A batch with nothing for the feed is passed over; the next message says with <c>from</c> that it stands for it too. The bookmark rests only on
/// messages that were sent, so after a restart the reader passes over the same batches and makes the same messages.
/// </remarks>
internal sealed class LaneReader(DurableBuffer buffer, EnvgwJsonFormat format, Lane lane, long acknowledged, string feed, ILogger logger)
{
    private const int MostMessages = 32;
    private const int MostBytes = 256 * 1024;

    private readonly Queue<StoredMessage> _ahead = new();
    private readonly Queue<(long From, long To)> _done = new();
    private long _from = acknowledged + 1;
    private bool _isBacklog;

    /// <summary>Where it began.</summary>
    public long First { get; } = acknowledged + 1;

    /// <summary>The last sequence that it has to send.</summary>
    public long End { get; private set; } = long.MaxValue;

    /// <summary>The last sequence that was looked at.</summary>
    public long Position { get; private set; } = acknowledged;

    public bool HasMore => _ahead.Count > 0 || Last > Position;

    private long Last => Math.Min(buffer.Extent(lane).Last, End);

    /// <summary>The next message for the feed.</summary>
    /// <returns>Null when what was read holds nothing for it: there may be more, see <see cref="HasMore"/>.</returns>
    /// <exception cref="StoreException">The store cannot be read now; nothing was passed over.</exception>
    public OutgoingMessage? Next()
    {
        if (_ahead.Count == 0) Read();
        while (_ahead.TryPeek(out var stored))
        {
            if (stored.Seq > Position + 1) PassGone(stored.Seq - 1);
            var outgoing = Render(stored);
            _ahead.Dequeue();
            Position = stored.Seq;
            if (outgoing is null) continue;
            _from = stored.Seq + 1;
            return outgoing;
        }
        return null;
    }

    /// <summary>From now on it reads to an end, and what it reads goes out as backlog.</summary>
    public void BecomeBacklog(long end)
    {
        _isBacklog = true;
        End = end;
        // Nothing that was read ahead lies behind it: it is the end of the lane as it is now.
    }

    /// <summary>The end moves on; what lies between and was sent meanwhile is passed over.</summary>
    /// <param name="doneFrom">First that was sent beside.</param>
    /// <param name="doneTo">Last of them that was acknowledged; less than the first when none was.</param>
    public void Extend(long end, long doneFrom, long doneTo)
    {
        End = end;
        if (doneTo >= doneFrom) _done.Enqueue((doneFrom, doneTo));
    }

    /// <summary>The feed has had everything up to here in another lane.</summary>
    public void Pass(long seq)
    {
        if (_ahead.Count > 0 || seq <= Position) return;
        Position = seq;
        _from = seq + 1;
    }

    /// <summary>A reader of the same lane for what is sealed after a sequence.</summary>
    /// <param name="from">First sequence that its first message stands for.</param>
    public LaneReader Onwards(long after, long from) => new(buffer, format, lane, after, feed, logger) { _from = from };

    /// <summary>The first sequence that a message stands for: one more than the last before it that holds something for the feed.</summary>
    /// <returns>The sequence itself when what is before it is gone; no further back than 4,096 messages.</returns>
    public static long StandsFrom(DurableBuffer buffer, EnvgwJsonFormat format, Lane lane, long seq)
    {
        const int furthest = 4_096;
        for (long end = seq; end > Math.Max(buffer.Extent(lane).Oldest, seq - furthest);)
        {
            long from = Math.Max(end - MostMessages, 1);
            var before = buffer.Read(lane, from, MostMessages, long.MaxValue).TakeWhile(stored => stored.Seq < end).ToArray();
            for (int at = before.Length - 1; at >= 0; at--)
            {
                if (before[at].Seq != end - 1) return end;
                if (format.Render(before[at], before[at].Layout == 0 ? null : buffer.LayoutOf(before[at].Layout), before[at].Seq) is not null) return end;
                end--;
            }
            if (before.Length == 0) return end;
        }
        return Math.Max(buffer.Extent(lane).Oldest, seq - furthest);
    }

    private void Read()
    {
        long last = PassDone();
        if (last <= Position) return;
        foreach (var stored in buffer.Read(lane, Position + 1, MostMessages, MostBytes))
        {
            if (stored.Seq <= last) _ahead.Enqueue(stored);
        }
        if (_ahead.Count == 0) PassGone(last);
    }

    /// <summary>Passes over what was sent beside.</summary>
    /// <returns>The last sequence before the next of that.</returns>
    private long PassDone()
    {
        while (_done.TryPeek(out var done) && Position + 1 >= done.From)
        {
            _done.Dequeue();
            if (done.To <= Position) continue;
            Position = done.To;
            _from = done.To + 1;
        }
        return _done.TryPeek(out var next) ? Math.Min(Last, next.From - 1) : Last;
    }

    /// <summary>Messages were deleted before this feed had them, or are damaged. The store has a record of each; no message stands for them.</summary>
    private void PassGone(long last)
    {
        Log.Gone(logger, feed, lane, Position + 1, last);
        ForwardingMetrics.Gone(feed, lane, last - Position);
        Position = last;
        _from = last + 1;
    }

    private OutgoingMessage? Render(StoredMessage stored)
    {
        Layout? layout = null;
        try
        {
            if (stored.Layout != 0) layout = buffer.LayoutOf(stored.Layout);
        }
        catch (StoreException missing) when (missing.Fault == StoreFault.Damaged)
        {
            // Without its layout nobody can say what a batch means; an event speaks for itself.
            Log.Unexplained(logger, feed, lane, stored.Seq, missing.Message);
            if (stored.Kind == MessageKind.Readings) _from = stored.Seq + 1;
        }
        return format.Render(stored, layout, _from, _isBacklog);
    }
}
