using Gateway.Fieldbus.Transports;

namespace Gateway.Cli;

/// <summary>A transport on a borrowed bus: nothing is opened or sent unless the bus is still lent to us, so that it never has two clients.</summary>
internal sealed class LentTransport(ITransport transport, IBusLease lease) : ITransport
{
    public string Name => transport.Name;

    public bool IsOpen => transport.IsOpen;

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        await HoldAsync(cancel);
        await transport.OpenAsync(cancel);
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel) => transport.ReadAsync(buffer, cancel);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await HoldAsync(cancel);
        await transport.WriteAsync(bytes, cancel);
    }

    public void DiscardInput() => transport.DiscardInput();

    public ValueTask CloseAsync() => transport.CloseAsync();

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private async ValueTask HoldAsync(CancellationToken cancel)
    {
        if (await lease.HoldAsync(cancel)) return;
        await transport.CloseAsync();
        throw new TransportException(TransportFault.Busy, "the gateway service has taken the bus back");
    }
}
