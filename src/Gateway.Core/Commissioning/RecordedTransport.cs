using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Commissioning;

/// <summary>A transport that keeps the bytes of the exchange under way, so that a person can be shown what was really sent and heard.</summary>
/// <remarks>An exchange begins with a write. What is kept of what was heard is bounded; a line of noise does not fill memory.</remarks>
internal sealed class RecordedTransport(ITransport transport) : ITransport
{
    /// <summary>Twice the longest ASCII frame.</summary>
    private const int MostHeard = 1026;

    private readonly byte[] _heard = new byte[MostHeard];
    private byte[] _sent = [];
    private int _length;

    /// <summary>Told of every piece that is sent or comes in: whether it was sent, and its bytes.</summary>
    public Action<bool, ReadOnlyMemory<byte>>? Seen { get; init; }

    public string Name => transport.Name;

    public bool IsOpen => transport.IsOpen;

    /// <summary>The bytes that were last sent; empty before the first.</summary>
    public ReadOnlyMemory<byte> Sent => _sent;

    /// <summary>What has come since, as it stood on the line.</summary>
    public ReadOnlyMemory<byte> Heard => _heard.AsMemory(0, _length);

    public ValueTask OpenAsync(CancellationToken cancel) => transport.OpenAsync(cancel);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        int count = await transport.ReadAsync(buffer, cancel);
        int kept = Math.Min(count, MostHeard - _length);
        buffer.Span[..kept].CopyTo(_heard.AsSpan(_length));
        _length += kept;
        if (count > 0) Seen?.Invoke(false, buffer[..count]);
        return count;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        _sent = bytes.ToArray();
        _length = 0;
        Seen?.Invoke(true, _sent);
        return transport.WriteAsync(bytes, cancel);
    }

    public bool DiscardInput() => transport.DiscardInput();

    public ValueTask CloseAsync() => transport.CloseAsync();

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
