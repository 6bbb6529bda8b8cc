using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Sends stored messages again, byte for byte, and explains those that are gone. A feed's loop works it, a message at a time.</summary>
/// <param name="id">The command's id; each message carries it as the user property <c>rp</c>.</param>
/// <param name="done">Called once, when everything is sent or explained.</param>
internal sealed class Backfill(string id, BackfillRequest request, DurableBuffer buffer, EnvgwJsonFormat format, Action<BackfillOutcome> done)
{
    private const int TriesEach = 3;

    private readonly Queue<(long From, long To)> _left = new(request.Ranges);
    private readonly Queue<OutgoingMessage> _again = new();
    private readonly List<Drop> _gone = [];
    private readonly List<(long From, long To)> _unknown = [];
    private readonly List<(long From, long To)> _nothing = [];
    private readonly List<(long From, long To)> _refused = [];
    private long _sent;
    private int _inFlight;
    private bool _isDone;

    public int PerSecond => request.PerSecond;

    /// <summary>Whether the broker has refused a message.</summary>
    public bool WasRefused(long seq) => _refused.Contains((seq, seq));

    /// <summary>Everything is sent or explained.</summary>
    public bool IsDone => _isDone;

    /// <summary>Nothing is left to send; answers may still come, and bring something back.</summary>
    public bool IsExhausted => _left.Count == 0 && _again.Count == 0;

    /// <summary>The next message; null when the next one is gone, holds nothing for this feed, or there is none.</summary>
    /// <exception cref="StoreException">The store cannot be read now; nothing was passed over.</exception>
    public OutgoingMessage? Next()
    {
        if (_again.TryDequeue(out var again)) return Out(again);
        if (!_left.TryPeek(out var range))
        {
            FinishWhenDone();
            return null;
        }
        var stored = buffer.Read(request.Lane, range.From, 1, 0) is [var found] && found.Seq <= range.To ? found : null;
        long goneTo = stored is null ? range.To : stored.Seq - 1;
        if (goneTo >= range.From) Explain(range.From, goneTo);
        var message = stored is null ? null : Render(stored);
        Advance(range, stored?.Seq ?? range.To);
        if (message is not null) return Out(message);
        FinishWhenDone();
        return null;
    }

    /// <summary>A message has been answered.</summary>
    public void Settle(OutgoingMessage message, PublishVerdict verdict)
    {
        _inFlight--;
        if (verdict is PublishVerdict.Sent or PublishVerdict.SentUnheard) _sent++;
        else if (verdict == PublishVerdict.Quarantine || ++message.Blamed >= TriesEach) _refused.Add((message.Seq, message.Seq));
        else _again.Enqueue(message);
        FinishWhenDone();
    }

    private OutgoingMessage Out(OutgoingMessage message)
    {
        _inFlight++;
        return message;
    }

    private OutgoingMessage? Render(StoredMessage stored)
    {
        if (request.Epoch is not null && stored.Epoch != request.Epoch)
        {
            Note(_unknown, stored.Seq, stored.Seq);
            return null;
        }
        Layout? layout;
        try
        {
            layout = stored.Layout == 0 ? null : buffer.LayoutOf(stored.Layout);
        }
        catch (StoreException missing) when (missing.Fault == StoreFault.Damaged)
        {
            // What nobody can explain any more was not sent the first time either.
            _gone.Add(new Drop(request.Lane, stored.Seq, stored.Seq, stored.Count, DropReason.Damage, 0));
            return null;
        }
        if (format.Render(stored, layout, LaneReader.StandsFrom(buffer, format, stored.Lane, stored.Seq)) is not { } rendered)
        {
            Note(_nothing, stored.Seq, stored.Seq);
            return null;
        }
        var publish = rendered.Publish with { UserProperties = [.. rendered.Publish.UserProperties, new("rp", id)] };
        return new OutgoingMessage(null, stored.Seq, rendered.Readings, publish) { Layout = layout, Backfill = this };
    }

    /// <summary>What the store has no message for: dropped with a record, or never given out, or dropped after every feed had it.</summary>
    private void Explain(long from, long to)
    {
        foreach (var drop in buffer.Drops(request.Lane, from, to))
        {
            long first = Math.Max(from, drop.From), last = Math.Min(to, drop.To);
            if (first > from) ExplainUnrecorded(from, first - 1);
            bool isWhole = first == drop.From && last == drop.To;
            _gone.Add(drop with { From = first, To = last, Readings = isWhole ? drop.Readings : 0 });
            from = last + 1;
        }
        if (from <= to) ExplainUnrecorded(from, to);
    }

    /// <summary>What every feed had goes without a record when its time is over; what lies between sound messages is damaged and has no record yet.</summary>
    private void ExplainUnrecorded(long from, long to)
    {
        var extent = buffer.Extent(request.Lane);
        long last = Math.Min(to, extent.Last);
        if (from <= last) _gone.Add(new Drop(request.Lane, from, last, 0, last < extent.Oldest ? DropReason.Age : DropReason.Damage, 0));
        if (to > last) Note(_unknown, Math.Max(from, last + 1), to);
    }

    private void Advance((long From, long To) range, long passed)
    {
        _left.Dequeue();
        if (passed >= range.To) return;
        var rest = _left.ToArray();
        _left.Clear();
        _left.Enqueue((passed + 1, range.To));
        foreach (var other in rest) _left.Enqueue(other);
    }

    private void FinishWhenDone()
    {
        if (_isDone || !IsExhausted || _inFlight > 0) return;
        _isDone = true;
        done(new BackfillOutcome(request, _sent, _gone, _unknown, _nothing, _refused));
    }

    private static void Note(List<(long From, long To)> ranges, long from, long to)
    {
        if (ranges.Count > 0 && ranges[^1].To == from - 1) ranges[^1] = (ranges[^1].From, to);
        else ranges.Add((from, to));
    }
}
