using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>A plain TCP or UDP socket, as little as these tests need.</summary>
internal sealed class SocketTransport(IPEndPoint peer, ProtocolType protocol = ProtocolType.Tcp) : ITransport
{
    private Socket? _socket;

    public string Name => $"{protocol}://{peer}";

    public bool IsOpen => _socket is not null;

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        await CloseAsync();
        var socket = protocol == ProtocolType.Tcp
            ? new Socket(SocketType.Stream, protocol) { NoDelay = true }
            : new Socket(peer.AddressFamily, SocketType.Dgram, protocol);
        try
        {
            await socket.ConnectAsync(peer, cancel);
            _socket = socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new TransportException(TransportFault.Refused, refused.Message, refused);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (_socket is null) return 0;
        try
        {
            int count = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
            if (count == 0) await CloseAsync();
            return count;
        }
        catch (SocketException)
        {
            await CloseAsync();
            return 0;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            if (_socket is null) throw new TransportException(TransportFault.PeerGone, "not open");
            await _socket.SendAsync(bytes, SocketFlags.None, cancel);
        }
        catch (SocketException gone)
        {
            await CloseAsync();
            throw new TransportException(TransportFault.PeerGone, gone.Message, gone);
        }
    }

    public bool DiscardInput()
    {
        bool any = false;
        Span<byte> scratch = stackalloc byte[512];
        for (; _socket is { Available: > 0 } socket; any = true) socket.Receive(scratch);
        return any;
    }

    public ValueTask CloseAsync()
    {
        _socket?.Dispose();
        _socket = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();
}
