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
    private CancellationTokenSource _cut = new();
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
    /// <param name="witness">Reads along, where the connection is plain MQTT 5.</param>
    public void LeadTo(int port, PublishWitness? witness = null) => Meet((visitor, stop) => RelayAsync(visitor, port, witness?.Begin(), stop));

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

    /// <summary>Breaks off every connection that is there now; when this returns, nothing of them is under way.</summary>
    public async Task CutAsync()
    {
        Task[] visits;
        CancellationTokenSource cut;
        lock (_gate)
        {
            visits = [.. _visits];
            (cut, _cut) = (_cut, new CancellationTokenSource());
        }
        await cut.CancelAsync();
        await Task.WhenAll(visits);
        cut.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
        await _accepting;
        await CutAsync();
        _cut.Dispose();
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
                lock (_gate) _visits.Add(ReceiveAsync(visitor, _host!, _cut.Token));
                Visits.Add(Visits.Count + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task ReceiveAsync(TcpClient visitor, Func<NetworkStream, CancellationToken, Task> host, CancellationToken cut)
    {
        using (visitor)
        {
            try
            {
                await host(visitor.GetStream(), cut);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side went away, which is what these tests are about.
            }
        }
    }

    /// <summary>Carries bytes both ways until one side ends; what that side had said is carried over first.</summary>
    private static async Task RelayAsync(NetworkStream visitor, int port, PublishWitness.Conversation? witness, CancellationToken stop)
    {
        using var broker = new TcpClient();
        await broker.ConnectAsync(IPAddress.Loopback, port, stop);
        var inside = broker.GetStream();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var there = CarryAsync(visitor, inside, bytes => witness?.GatewaySaid(bytes), end.Token);
        var back = CarryAsync(inside, visitor, bytes => witness?.BrokerAnswered(bytes), end.Token);
        var first = await Task.WhenAny(there, back);
        await end.CancelAsync();
        await Task.WhenAll(there, back).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private static async Task CarryAsync(NetworkStream from, NetworkStream to, Action<ReadOnlySpan<byte>> overhear, CancellationToken stop)
    {
        byte[] bytes = new byte[16 * 1024];
        while (await from.ReadAsync(bytes, stop) is > 0 and int count)
        {
            overhear(bytes.AsSpan(0, count));
            await to.WriteAsync(bytes.AsMemory(0, count), stop);
        }
    }
}
