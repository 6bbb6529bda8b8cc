using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>The JSON of stored messages that chains are made over: as a feed gets them that takes everything. One caller at a time.</summary>
internal sealed class ChainedJson(string gateway, DurableBuffer buffer)
{
    private readonly EnvgwJsonBody _body = new(gateway, ReadingSelection.All);

    /// <returns>Until the next call; empty when nothing of the message can be sent.</returns>
    /// <param name="layout">What the message's point numbers mean; null when it names none or its layout is lost.</param>
    /// <exception cref="StoreException">The store cannot be read now.</exception>
    public ReadOnlySpan<byte> Of(StoredMessage message, out Layout? layout)
    {
        layout = LayoutOf(message);
        return _body.TryWrite(message, layout, message.Seq, out _) ? _body.Written : [];
    }

    private Layout? LayoutOf(StoredMessage message)
    {
        try
        {
            return message.Layout == 0 ? null : buffer.LayoutOf(message.Layout);
        }
        catch (StoreException missing) when (missing.Fault == StoreFault.Damaged)
        {
            // Feeds cannot send it either.
            return null;
        }
    }
}
