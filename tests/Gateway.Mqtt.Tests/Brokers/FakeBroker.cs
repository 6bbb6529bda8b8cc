using System.Net;
using System.Net.Sockets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>A broker in the process that does exactly what a test tells it, well or ill.</summary>
internal sealed class FakeBroker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeBroker() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next connection to come.</summary>
    public async Task<FakeBrokerConnection> AcceptAsync() => new(await _listener.AcceptSocketAsync().WaitAsync(Patience.Limit));

    public void Dispose() => _listener.Dispose();
}
