using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>Serves a store on a TCP port: Modbus TCP, or RTU or ASCII frames inside TCP. Many connections, and many units behind each.</summary>
/// <param name="endPoint">Where to listen; port 0 for a free one.</param>
/// <param name="framing">What is spoken.</param>
/// <param name="store">What is served.</param>
/// <param name="time">The clocks, for delayed answers.</param>
public sealed class ModbusTcpServer(IPEndPoint endPoint, ModbusFraming framing, IModbusServerStore store, TimeProvider time) : IDisposable
{
    /// <summary>Connections served at once; further ones are closed as soon as they are accepted.</summary>
    public const int MaximumConnections = TcpServer.MaximumConnections;

    private readonly TcpServer _server = new(
        endPoint, (transport, stop) => new ServerConnection(transport, RequestFramings.Of(framing), store, time).RunAsync(stop), time);

    /// <summary>Where it listens, once it is open.</summary>
    public IPEndPoint LocalEndPoint => _server.LocalEndPoint;

    /// <summary>Binds the port and listens; connections are accepted from then on and served while <see cref="RunAsync"/> runs.</summary>
    /// <exception cref="SocketException">The port is taken or forbidden.</exception>
    public void Open() => _server.Open();

    /// <summary>Serves until stopped; then closes the port and every connection and returns when all have ended.</summary>
    public Task RunAsync(CancellationToken stop) => _server.RunAsync(stop);

    public void Dispose() => _server.Dispose();
}
