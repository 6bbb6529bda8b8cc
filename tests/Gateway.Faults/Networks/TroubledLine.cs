using System.Net;
using System.Net.Sockets;
using Gateway.Testing;

namespace Gateway.Faults.Networks;

/// <summary>A line to a broker on 127.0.0.1 that does to each connection what it is told when the connection begins.</summary>
internal sealed class TroubledLine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly List<Task> _connections = [];
    private readonly int _brokerPort;
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();

    public TroubledLine(int port, int brokerPort)
    {
        _brokerPort = brokerPort;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What connections that begin from now on meet.</summary>
    public LineTrouble Trouble { get; set; } = LineTrouble.None;

    /// <summary>Entries tell what was done to a connection.</summary>
    public Journal<string> Strikes { get; } = new("strikes");

    /// <summary>Ends the connections that are there now.</summary>
    public async Task CutAsync()
    {
        var cut = Interlocked.Exchange(ref _cut, new CancellationTokenSource());
        await cut.CancelAsync();
        cut.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _cut.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token), Trouble, _cut.Token));
        }
        catch (OperationCanceledException)
        {
            // The case is over.
        }
    }

    private async Task CarryAsync(TcpClient client, LineTrouble trouble, CancellationToken cut)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cut, _stop.Token);
        using (client)
        using (var broker = new TcpClient())
        {
            try
            {
                await broker.ConnectAsync(IPAddress.Loopback, _brokerPort, end.Token);
                (client.NoDelay, broker.NoDelay) = (true, true);
                NetworkStream outside = client.GetStream(), inside = broker.GetStream();
                var there = UpAsync(client, outside, inside, trouble, end.Token);
                var back = DownAsync(inside, outside, trouble, end.Token);
                await await Task.WhenAny(there, back);
                await end.CancelAsync();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side went away, or the line is cut.
            }
            catch (InvalidOperationException) when (!client.Connected || !broker.Connected)
            {
                // It went away before its stream was asked for.
            }
        }
    }

    private async Task UpAsync(TcpClient client, NetworkStream outside, NetworkStream inside, LineTrouble trouble, CancellationToken end)
    {
        byte[] bytes = new byte[4096];
        for (long carried = 0; await outside.ReadAsync(bytes, end) is > 0 and int count; carried += count)
        {
            if (trouble.FlipsBitEvery is { } every) Flip(bytes.AsSpan(0, count), carried, every);
            if (trouble.ResetsAfter < carried + count)
            {
                Strikes.Add("reset");
                client.Client.LingerState = new LingerOption(true, 0);
                return;
            }
            if (trouble.StallsAfter < carried + count)
            {
                Strikes.Add("stalled");
                await Task.Delay(Timeout.InfiniteTimeSpan, end);
            }
            await DelayAsync(trouble, end);
            await inside.WriteAsync(bytes.AsMemory(0, count), end);
            if (trouble.BytesPerSecond is not { } rate) continue;
            Strikes.Add("narrow");
            await Task.Delay(TimeSpan.FromSeconds((double)count / rate), end);
        }
    }

    private async Task DownAsync(NetworkStream inside, NetworkStream outside, LineTrouble trouble, CancellationToken end)
    {
        byte[] bytes = new byte[4096];
        bool isMute = false;
        for (long carried = 0; await inside.ReadAsync(bytes, end) is > 0 and int count; carried += count)
        {
            if (!isMute && trouble.MutesAfter < carried + count)
            {
                isMute = true;
                Strikes.Add("muted");
            }
            if (isMute) continue;
            await DelayAsync(trouble, end);
            int part = trouble.SplitsAnswers ? 1 : count;
            if (part < count) Strikes.Add("split");
            for (int at = 0; at < count; at += part) await outside.WriteAsync(bytes.AsMemory(at, part), end);
        }
    }

    private async Task DelayAsync(LineTrouble trouble, CancellationToken end)
    {
        if (trouble.Delay == TimeSpan.Zero) return;
        Strikes.Add("late");
        await Task.Delay(trouble.Delay, end);
    }

    private void Flip(Span<byte> bytes, long carried, int every)
    {
        for (int at = 0; at < bytes.Length; at++)
        {
            if ((carried + at + 1) % every != 0) continue;
            bytes[at] ^= 0x10;
            Strikes.Add("flipped a bit");
        }
    }
}
