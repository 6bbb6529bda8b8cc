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
    private long _from = acknowledged + 1;

    /// <summary>The last sequence that was looked at.</summary>
    public long Position { get; private set; } = acknowledged;

    public bool HasMore => _ahead.Count > 0 || buffer.Extent(lane).Last > Position;

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

    private void Read()
    {
        long last = buffer.Extent(lane).Last;
        foreach (var stored in buffer.Read(lane, Position + 1, MostMessages, MostBytes)) _ahead.Enqueue(stored);
        if (_ahead.Count == 0 && last > Position) PassGone(last);
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
        return format.Render(stored, layout, _from);
    }
}
