using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Stores events of ours in order while nobody waits for it: a feed's loop cannot wait for a disk.</summary>
internal sealed class UnawaitedEvents(DurableBuffer buffer)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <param name="then">Called when it is stored, or with false when the store does not take it.</param>
    public void Store(MessageKind kind, byte[] body, Action<bool> then)
    {
        lock (_gate) _last = AfterAsync(_last, buffer.AppendEventAsync(kind, body, null, CancellationToken.None), then);
    }

    /// <summary>Ends when everything is stored or given up.</summary>
    public Task WhenStored()
    {
        lock (_gate) return _last;
    }

    private static async Task AfterAsync(Task before, ValueTask storing, Action<bool> then)
    {
        await before.ConfigureAwait(false);
        bool isStored = true;
        try
        {
            await storing.ConfigureAwait(false);
        }
        catch (StoreException)
        {
            isStored = false;
        }
        then(isStored);
    }
}
