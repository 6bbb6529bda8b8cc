using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>A Modbus TCP server behind a door that counts who is connected: a bus with two clients at once is what must never be.</summary>
internal sealed class CountingServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ModbusTcpServer _server;
    private readonly Task _serving;
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly List<Socket> _clients = [];
    private readonly List<Task> _passing = [];
    private int _requests;

    public CountingServer()
    {
        _server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, Store, TimeProvider.System);
        _server.Open();
        _serving = _server.RunAsync(_stop.Token);
        _door.Start();
        Port = ((IPEndPoint)_door.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public ModbusMemoryStore Store { get; } = new();

    public int Port { get; }

    /// <summary>Pieces of requests that came through.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Most clients connected at the same instant.</summary>
    public int MostClients { get; private set; }

    /// <summary>Clients that ever came.</summary>
    public int Clients { get; private set; }

    /// <summary>Until so many more pieces of requests have come.</summary>
    public async Task RequestedAsync(int more = 1)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        int until = Requests + more;
        while (Requests < until)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _door.Dispose();
        lock (_gate)
            foreach (var client in _clients) client.Dispose();
        await Task.WhenAll([_serving, _accepting, .. _passing]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (await _door.AcceptSocketAsync(_stop.Token) is { } client)
        {
            lock (_gate)
            {
                // Whoever has said goodbye is gone, although his bytes may still be on their way through here.
                _clients.RemoveAll(known => known.Poll(0, SelectMode.SelectRead) && known.Available == 0);
                _clients.Add(client);
                Clients++;
                MostClients = Math.Max(MostClients, _clients.Count);
            }
            _passing.Add(PassAsync(client));
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var inner = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await inner.ConnectAsync(_server.LocalEndPoint, _stop.Token);
        var back = CopyAsync(inner, client, () => { });
        await CopyAsync(client, inner, () => Interlocked.Increment(ref _requests));
        inner.Shutdown(SocketShutdown.Both);
        await back;
    }

    private async Task CopyAsync(Socket from, Socket to, Action seen)
    {
        byte[] bytes = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(bytes, _stop.Token) is > 0 and var count)
            {
                seen();
                await to.SendAsync(bytes.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
