using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Compares the hash of receipts with our own: the head of the lane's chain after the last message that the platform has.</summary>
/// <remarks>Goes on from the receipt before, so that each message is hashed once more and no manifest has to be near. One caller at a time.</remarks>
internal sealed class ReceiptChain(string gateway, DurableBuffer buffer)
{
    /// <summary>Messages that are hashed for one receipt, at most: what is further from a manifest cannot be told.</summary>
    public const int Most = 20_000;

    private const int MostManifests = 1_024;
    private const int Step = 64;
    private const int StepBytes = 512 * 1024;

    private readonly ChainedJson _json = new(gateway, buffer);
    private readonly Dictionary<Lane, (string Epoch, long To, string Head)> _places = [];

    public async Task<ReceiptVerdict> CheckAsync(Receipt receipt, CancellationToken stop)
    {
        if (receipt.Hash is null) return ReceiptVerdict.CannotTell;
        try
        {
            return await HeadAtAsync(receipt, stop).ConfigureAwait(false) is { } head
                ? head == receipt.Hash ? ReceiptVerdict.Agrees : ReceiptVerdict.Differs
                : ReceiptVerdict.CannotTell;
        }
        catch (StoreException)
        {
            // The next receipt comes soon, and the buffer's own snapshot says that the disk fails.
            return ReceiptVerdict.CannotTell;
        }
    }

    /// <returns>Null when a message on the way is not there, or nothing says where the chain begins.</returns>
    private async Task<string?> HeadAtAsync(Receipt receipt, CancellationToken stop)
    {
        if (BeginningFor(receipt) is not { } begin || receipt.Through - begin.To > Most) return null;
        var head = new ChainHead();
        if (!head.TrySet(begin.Head)) return null;
        long at = begin.To;
        while (at < receipt.Through)
        {
            var messages = buffer.Read(receipt.Lane, at + 1, (int)Math.Min(Step, receipt.Through - at), StepBytes);
            if (messages.Count == 0) return null;
            foreach (var message in messages)
            {
                if (message.Seq != at + 1 || message.Epoch != receipt.Epoch) return null;
                var json = _json.Of(message, out _);
                if (!json.IsEmpty) head.Add(json);
                at = message.Seq;
            }
            // Feeds and commands want the thread too.
            await Task.Yield();
            stop.ThrowIfCancellationRequested();
        }
        _places[receipt.Lane] = (receipt.Epoch, at, head.Text);
        return head.Text;
    }

    private (long To, string Head)? BeginningFor(Receipt receipt)
    {
        if (_places.TryGetValue(receipt.Lane, out var place) && place.Epoch == receipt.Epoch && place.To <= receipt.Through) return (place.To, place.Head);
        foreach (var (lane, found, _) in StoredManifests.NewestFirst(buffer).Take(MostManifests))
        {
            if (lane != receipt.Lane || found.Epoch != receipt.Epoch) continue;
            if (found.To <= receipt.Through) return (found.To, found.Head);
            if (found.First <= receipt.Through && receipt.Through - found.First < Most) return (found.First - 1, new ChainHead().Text);
        }
        return null;
    }
}
