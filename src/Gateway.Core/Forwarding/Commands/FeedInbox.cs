using System.Threading.Channels;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>What others ask of a feed's loop. It alone touches its traffic, so what is posted is done by it, in order.</summary>
/// <param name="wake">Called when there is something.</param>
internal sealed class FeedInbox(Action wake)
{
    private const int Most = 128;

    private readonly Channel<Action<FeedTraffic>> _posted =
        Channel.CreateBounded<Action<FeedTraffic>>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <returns>False when too much waits: then it is not done.</returns>
    public bool Post(Action<FeedTraffic> what)
    {
        bool isTaken = _posted.Writer.TryWrite(what);
        wake();
        return isTaken;
    }

    public void Do(FeedTraffic traffic)
    {
        while (_posted.Reader.TryRead(out var what)) what(traffic);
    }
}
