using Gateway.Fieldbus.Transports;

namespace Gateway.Cli;

/// <summary>A transport on a borrowed bus: nothing is opened, sent or listened to unless the bus is still lent to us, so that it never has two
/// clients.</summary>
internal sealed class LentTransport(ITransport transport, IBusLease lease, TimeProvider time) : ITransport
{
    /// <summary>Who only listens to a quiet line must neither lose the lease for that nor miss its end.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    public string Name => transport.Name;

    public bool IsOpen => transport.IsOpen;

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        await HoldAsync(cancel);
        await transport.OpenAsync(cancel);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        while (true)
        {
            await HoldAsync(cancel);
            using var look = new CancellationTokenSource(_lookEvery, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, look.Token);
            try
            {
                return await transport.ReadAsync(buffer, either.Token);
            }
            catch (OperationCanceledException) when (look.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                // Quiet so far: is the bus still ours?
            }
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await HoldAsync(cancel);
        await transport.WriteAsync(bytes, cancel);
    }

    public bool DiscardInput() => transport.DiscardInput();

    public ValueTask CloseAsync() => transport.CloseAsync();

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private async ValueTask HoldAsync(CancellationToken cancel)
    {
        if (await lease.HoldAsync(cancel)) return;
        await transport.CloseAsync();
        throw new TransportException(TransportFault.Busy, "the gateway service has taken the bus back");
    }
}
