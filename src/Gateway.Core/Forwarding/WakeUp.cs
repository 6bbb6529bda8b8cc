using System.Threading.Channels;

namespace Gateway.Core.Forwarding;

/// <summary>Wakes a loop that waits: rung by anybody any number of times, answered once.</summary>
internal sealed class WakeUp
{
    // Further rings before the loop wakes say nothing new.
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task<bool>? _waiting;

    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Completes at the next ring, or at once when there was one since <see cref="Answer"/>. The loop only.</summary>
    public Task Rung => _waiting ??= _rings.Reader.WaitToReadAsync().AsTask();

    /// <summary>Before looking at what may have changed: rings from here on count as new.</summary>
    public void Answer()
    {
        if (_rings.Reader.TryRead(out _)) _waiting = null;
    }
}
