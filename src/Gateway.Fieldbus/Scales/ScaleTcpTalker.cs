using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Scales;

/// <summary>Scales behind a TCP port, as a serial device server has them; every connection is talked to.</summary>
/// <param name="endPoint">Where to listen; port 0 for a free one.</param>
/// <param name="protocol">What is spoken.</param>
/// <param name="settings">How.</param>
/// <param name="weigh">What the scale at this address (null: the only one) weighs now; null to say nothing. Called from several connections at once.</param>
/// <param name="time">The clock of the stream.</param>
public sealed class ScaleTcpTalker(
    IPEndPoint endPoint, ScaleProtocol protocol, ScaleTalkerSettings settings, Func<int?, WeightReport?> weigh, TimeProvider time) : IDisposable
{
    private readonly TcpServer _server = new(
        endPoint, (transport, stop) => new ScaleTalker(transport, protocol, settings, weigh, time).RunAsync(stop), time);

    /// <summary>Where it listens, once it is open.</summary>
    public IPEndPoint LocalEndPoint => _server.LocalEndPoint;

    /// <summary>Binds the port and listens; connections are accepted from then on and talked to while <see cref="RunAsync"/> runs.</summary>
    /// <exception cref="SocketException">The port is taken or forbidden.</exception>
    public void Open() => _server.Open();

    /// <summary>Talks until stopped; then closes the port and every connection and returns when all have ended.</summary>
    public Task RunAsync(CancellationToken stop) => _server.RunAsync(stop);

    public void Dispose() => _server.Dispose();
}
