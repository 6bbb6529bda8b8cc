using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>Serves a store on a UDP port: an MBAP frame a datagram. A datagram that is no request is dropped.</summary>
/// <param name="endPoint">Where to listen; port 0 for a free one.</param>
/// <param name="store">What is served.</param>
/// <param name="time">The clocks, for delayed answers.</param>
public sealed class ModbusUdpServer(IPEndPoint endPoint, IModbusServerStore store, TimeProvider time) : IDisposable
{
    private Socket? _socket;

    /// <summary>Where it listens, once it is open.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint?)_socket?.LocalEndPoint ?? endPoint;

    /// <summary>Binds the port; requests are kept from then on and answered while <see cref="RunAsync"/> runs.</summary>
    /// <exception cref="SocketException">The port is taken or forbidden.</exception>
    public void Open()
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
        _socket = socket;
    }

    /// <summary>Serves until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (_socket is null) Open();
        var answers = new ServerAnswers(new MbapRequests(), store);
        var received = new ReceiveBuffer(2 * MbapFrame.MaximumLength);
        var sending = new byte[MbapFrame.MaximumLength];
        var peer = new SocketAddress(endPoint.AddressFamily);
        try
        {
            while (!stop.IsCancellationRequested) await AnswerOneAsync(_socket!, answers, received, sending, peer, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _socket?.Dispose();

    private async ValueTask AnswerOneAsync(
        Socket socket, ServerAnswers answers, ReceiveBuffer received, byte[] sending, SocketAddress peer, CancellationToken stop)
    {
        try
        {
            received.Clear();
            received.Add(await socket.ReceiveFromAsync(received.MakeRoom(), SocketFlags.None, peer, stop).ConfigureAwait(false));
            var step = answers.Next(received, sending);
            if (step.Delay > TimeSpan.Zero) await Task.Delay(step.Delay, time, stop).ConfigureAwait(false);
            if (step.Length > 0) await socket.SendToAsync(sending.AsMemory(0, step.Length), SocketFlags.None, peer, stop).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The peer is gone, or its address cannot be reached; with UDP it is the peer who asks again.
        }
    }
}
