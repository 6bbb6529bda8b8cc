using System.Net;
using System.Net.Sockets;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>
/// A port that a gateway believes to be its broker's. It can be shut, and what comes through the open door meets the real broker or something worse.
/// A test also lets a subscriber in first by it: a broker without persistence keeps nothing for those who come late.
/// </summary>
internal sealed class BrokerDoor : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _visits = [];
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private Func<NetworkStream, CancellationToken, Task>? _host;

    private BrokerDoor(int port) => Port = port;

    public int Port { get; }

    /// <summary>Connections that came, by number from 1.</summary>
    public Journal<int> Visits { get; } = new("connections");

    /// <summary>A door at which nobody answers yet: connections are refused.</summary>
    public static BrokerDoor Shut() => new(FreePort.Next());

    /// <summary>What comes from now on gets to the broker.</summary>
    public void LeadTo(int port) => Meet((visitor, stop) => RelayAsync(visitor, port, stop));

    /// <summary>What comes from now on is closed at once.</summary>
    public void Slam() => Meet((_, _) => Task.CompletedTask);

    /// <summary>What comes from now on is listened to and never gets a word.</summary>
    public void BeMute() => Meet((visitor, stop) => visitor.CopyToAsync(Stream.Null, stop));

    /// <summary>What comes from now on gets these bytes for an answer, whatever it says.</summary>
    public void Babble(byte[] nonsense) => Meet(async (visitor, stop) =>
    {
        await visitor.WriteAsync(nonsense, stop);
        await visitor.CopyToAsync(Stream.Null, stop);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
        await _accepting;
        await Task.WhenAll(_visits);
        _stop.Dispose();
    }

    private void Meet(Func<NetworkStream, CancellationToken, Task> host)
    {
        lock (_gate) _host = host;
        if (_listener is not null) return;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var visitor = await listener.AcceptTcpClientAsync(_stop.Token);
                lock (_gate) _visits.Add(ReceiveAsync(visitor, _host!));
                Visits.Add(Visits.Count + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ReceiveAsync(TcpClient visitor, Func<NetworkStream, CancellationToken, Task> host)
    {
        using (visitor)
        {
            try
            {
                await host(visitor.GetStream(), _stop.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side went away, which is what these tests are about.
            }
        }
    }

    /// <summary>Carries bytes both ways until one side ends; what that side had said is carried over first.</summary>
    private static async Task RelayAsync(NetworkStream visitor, int port, CancellationToken stop)
    {
        using var broker = new TcpClient();
        await broker.ConnectAsync(IPAddress.Loopback, port, stop);
        var inside = broker.GetStream();
        await await Task.WhenAny(visitor.CopyToAsync(inside, stop), inside.CopyToAsync(visitor, stop));
    }
}
