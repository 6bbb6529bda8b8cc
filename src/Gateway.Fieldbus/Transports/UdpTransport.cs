using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gateway.Fieldbus.Transports;

/// <summary>A UDP socket connected to one device: each write is a datagram, each read gives one.</summary>
/// <remarks>
/// Opening sends nothing, so it succeeds whether the device is there or not. A host that is there without a listener answers with an ICMP
/// message: then a read returns 0 and a write throws with <see cref="TransportFault.Refused"/>, and the transport is closed.
/// </remarks>
/// <param name="host">A name or an address; a name is looked up at every opening and its first address is taken.</param>
/// <param name="port">1 to 65535.</param>
public sealed class UdpTransport(string host, int port) : ITransport
{
    private Socket? _socket;

    public string Name { get; } = $"udp://{TcpTransport.HostPart(host)}:{port}";

    public bool IsOpen => _socket is not null;

    /// <summary>Bytes that have arrived and were not read yet.</summary>
    internal int Unread => _socket?.Available ?? 0;

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (IsOpen) throw new InvalidOperationException($"{Name} is open already.");
        try
        {
            var addresses = await HostNames.AddressesAsync(host, cancel).ConfigureAwait(false);
            _socket = Connect(new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp), new IPEndPoint(addresses[0], port));
        }
        catch (SocketException e)
        {
            throw SocketFaults.CannotOpen(Name, e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        while (_socket is { } socket)
        {
            try
            {
                int count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
                // An empty datagram is allowed, and is not the end.
                if (count > 0) return count;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                Drop(socket);
            }
        }
        return 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var socket = _socket ?? throw SocketFaults.Gone(Name);
        try
        {
            await socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            Drop(socket);
            throw SocketFaults.Gone(Name, e);
        }
        catch (ObjectDisposedException)
        {
            throw SocketFaults.Gone(Name);
        }
    }

    public bool DiscardInput()
    {
        bool any = false;
        try
        {
            Span<byte> discarded = stackalloc byte[1];
            for (; _socket is { Available: > 0 } socket; any = true) socket.Receive(discarded);
        }
        catch (SocketException)
        {
            // The host has just refused; the next read or write will say so.
        }
        return any;
    }

    public ValueTask CloseAsync()
    {
        if (_socket is { } socket) Drop(socket);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static Socket Connect(Socket socket, IPEndPoint device)
    {
        try
        {
            // Sends nothing: the kernel looks the route up, and from now on takes datagrams of this device only.
            socket.Connect(device);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Drop(Socket socket)
    {
        Interlocked.CompareExchange(ref _socket, null, socket);
        socket.Dispose();
    }
}
