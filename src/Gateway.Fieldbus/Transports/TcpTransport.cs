using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gateway.Fieldbus.Transports;

/// <summary>A TCP connection to a device or a serial device server.</summary>
/// <param name="host">A name or an address; a name is looked up at every opening and its addresses are tried in turn.</param>
/// <param name="port">1 to 65535; Modbus TCP has 502.</param>
/// <param name="connectTimeout">For the whole opening, shared by the addresses; null is 10 s.</param>
/// <param name="time">Measures the time-out; null is the system's clock.</param>
public sealed class TcpTransport(string host, int port, TimeSpan? connectTimeout = null, TimeProvider? time = null) : ITransport
{
    // A device that lost its power is given up after a minute of silence, also where nobody polls it.
    private const int KeepAliveIdleSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;
    private const int KeepAliveProbes = 3;

    private readonly TimeSpan _connectTimeout = connectTimeout ?? TimeSpan.FromSeconds(10);
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private Socket? _socket;

    public string Name { get; } = $"tcp://{HostPart(host)}:{port}";

    public bool IsOpen => _socket is not null;

    /// <summary>Bytes that have arrived and were not read yet.</summary>
    internal int Unread => _socket?.Available ?? 0;

    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (IsOpen) throw new InvalidOperationException($"{Name} is open already.");
        using var deadline = new CancellationTokenSource(_connectTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            var addresses = await HostNames.AddressesAsync(host, either.Token).ConfigureAwait(false);
            _socket = await ConnectToFirstAsync(addresses, _time.GetTimestamp(), either.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw SocketFaults.CannotOpen(Name, e);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw SocketFaults.TimedOut(Name);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (_socket is not { } socket) return 0;
        int count;
        try
        {
            count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset, given up by keep-alive, or closed by us meanwhile: for a reader all of it is the end.
            count = 0;
        }
        if (count == 0) Drop(socket);
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var socket = _socket ?? throw SocketFaults.Gone(Name);
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false)..];
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
        Span<byte> discarded = stackalloc byte[512];
        try
        {
            while (_socket is { Available: > 0 } socket && socket.Receive(discarded) > 0) any = true;
        }
        catch (SocketException)
        {
            // The connection has just broken; the next read or write will say so.
        }
        return any;
    }

    public ValueTask CloseAsync()
    {
        if (_socket is { } socket) Drop(socket);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    internal static string HostPart(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    /// <summary>A silent address gets its even share of the time that is left, so that the ones after it have their turn.</summary>
    internal static TimeSpan ShareOf(TimeSpan left, int addressesLeft) => left > TimeSpan.Zero ? left / addressesLeft : TimeSpan.Zero;

    private async Task<Socket> ConnectToFirstAsync(IPAddress[] addresses, long began, CancellationToken cancel)
    {
        SocketException? last = null;
        for (int at = 0; at < addresses.Length; at++)
        {
            using var share = new CancellationTokenSource(ShareOf(_connectTimeout - _time.GetElapsedTime(began), addresses.Length - at), _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancel);
            try
            {
                return await ConnectAsync(addresses[at], either.Token).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                last = e;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                last = new SocketException((int)SocketError.TimedOut);
            }
        }
        throw last ?? new SocketException((int)SocketError.NoData);
    }

    private async Task<Socket> ConnectAsync(IPAddress address, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        bool isConnected = false;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveIdleSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel).ConfigureAwait(false);
            isConnected = true;
            return socket;
        }
        finally
        {
            if (!isConnected) socket.Dispose();
        }
    }

    /// <summary>Closes this connection; one that was opened after it stays.</summary>
    private void Drop(Socket socket)
    {
        Interlocked.CompareExchange(ref _socket, null, socket);
        socket.Dispose();
    }
}
