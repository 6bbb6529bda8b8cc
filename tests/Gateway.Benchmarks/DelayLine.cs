using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Gateway.Benchmarks;

/// <summary>A way to a broker that takes its time: every byte arrives a while after it was sent, and as many as are sent may be under way.</summary>
internal sealed class DelayLine(int upstream, TimeSpan delay) : IDisposable
{
    private const int ChunksUnderWay = 16_384;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Open() => _listener.Start();

    public async Task RunAsync(CancellationToken stop)
    {
        var pumps = new List<Task>();
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(stop);
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                near.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, upstream, stop);
                pumps.Add(PumpAsync(near, far, stop));
                pumps.Add(PumpAsync(far, near, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task PumpAsync(Socket from, Socket to, CancellationToken stop)
    {
        var underWay = Channel.CreateBounded<(DateTimeOffset Due, byte[] Bytes)>(ChunksUnderWay);
        var delivering = DeliverAsync(underWay.Reader, to, stop);
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReceiveAsync(buffer, stop)) > 0) await underWay.Writer.WriteAsync((DateTimeOffset.UtcNow + delay, buffer[..count]), stop);
        underWay.Writer.Complete();
        await delivering;
        to.Shutdown(SocketShutdown.Send);
    }

    private static async Task DeliverAsync(ChannelReader<(DateTimeOffset Due, byte[] Bytes)> underWay, Socket to, CancellationToken stop)
    {
        await foreach (var (due, bytes) in underWay.ReadAllAsync(stop))
        {
            var wait = due - DateTimeOffset.UtcNow;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, stop);
            await to.SendAsync(bytes, stop);
        }
    }
}
