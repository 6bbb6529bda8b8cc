using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Backfills that a platform has asked for, one after the other, each at its own rate. A feed's loop works it.</summary>
internal sealed class BackfillQueue(FeedModel feed, FeedSurroundings around, ILogger logger)
{
    private const int Most = 4;

    private static readonly TimeSpan _readAgainAfter = TimeSpan.FromSeconds(1);

    private const int RequeuedPerSecond = 20;

    // A lane is not sent twice at once.
    private readonly HashSet<Lane> _requeued = [];
    private readonly Queue<(Backfill Work, BacklogPace Pace)> _waiting = new();
    private TimeSpan _unreadableUntil;

    /// <summary>Those that wait, and the one that is worked.</summary>
    public int Count => _waiting.Count;

    /// <returns>False when too many wait.</returns>
    public bool TryAdd(string id, BackfillRequest request, Action<BackfillOutcome> done)
    {
        if (_waiting.Count == Most) return false;
        _waiting.Enqueue((new Backfill(id, request, around.Buffer, new EnvgwJsonFormat(around.Identity.Id, feed), done), new BacklogPace(request.PerSecond)));
        return true;
    }

    /// <summary>Sends all that was put aside once more, lane by lane, under the same identities.</summary>
    public void Requeue()
    {
        foreach (var lane in around.Buffer.Quarantined(feed.Name).GroupBy(message => message.Lane).Where(lane => _requeued.Add(lane.Key))) Requeue(lane.Key, [.. lane]);
    }

    private void Requeue(Lane lane, List<RefusedMessage> messages)
    {
        var request = new BackfillRequest(lane, null, [.. messages.Select(message => (message.Seq, message.Seq))], RequeuedPerSecond);
        Backfill? work = null;
        work = new Backfill("requeue", request, around.Buffer, new EnvgwJsonFormat(around.Identity.Id, feed), _ =>
        {
            _requeued.Remove(lane);
            // What is gone, and what holds nothing for the feed any more, is nothing to be kept either.
            foreach (var message in messages.Where(message => !work!.WasRefused(message.Seq))) around.Buffer.Readmit(feed.Name, lane, message.Seq);
        });
        _waiting.Enqueue((work, new BacklogPace(RequeuedPerSecond)));
    }

    /// <summary>Takes a step: it may give a message that goes out now.</summary>
    /// <param name="now">The feed's own monotonic clock.</param>
    /// <returns>Whether there was something to do.</returns>
    public bool TryStep(TimeSpan now, SendWindow window, out OutgoingMessage? message)
    {
        message = null;
        if (!_waiting.TryPeek(out var first) || now < _unreadableUntil) return false;
        if (first.Work.IsDone)
        {
            _waiting.Dequeue();
            return true;
        }
        // A connection that is lost gives back what was in flight, so it is worked until the last answer.
        if (first.Work.IsExhausted) return false;
        if (!window.HasPlace(urgent: false) || !first.Pace.MaySend(now, window.Places)) return false;
        try
        {
            message = first.Work.Next();
            if (message is not null) message.Pace = first.Pace;
            return true;
        }
        catch (StoreException unreadable)
        {
            Log.CannotRead(logger, feed.Name, unreadable.Message);
            _unreadableUntil = now + _readAgainAfter;
            return false;
        }
    }

    /// <summary>When <see cref="TryStep"/> may do something again that an acknowledgement does not bring about; null when that is not known.</summary>
    public TimeSpan? NextStep(TimeSpan now) => !_waiting.TryPeek(out var first) || first.Work.IsExhausted ? null : _unreadableUntil > now ? _unreadableUntil : first.Pace.NextToken;
}
