using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

public class TcpTransportTests : ConnectionTransportContract
{
    protected override Task<IFarEnd> MakeFarEndAsync() => Task.FromResult<IFarEnd>(new Server());

    [Fact]
    public async Task A_reset_is_an_end_like_any_other()
    {
        await OpenAsync();
        var read = Transport.ReadAsync(new byte[1], default).AsTask();
        ((Server)FarEnd).Reset();
        Assert.Equal(0, await read.WaitAsync(Patience.Limit));
        Assert.False(Transport.IsOpen);
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        // Bound, so that nobody else gets the port, and not listening.
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var transport = new TcpTransport("127.0.0.1", ((IPEndPoint)bound.LocalEndPoint!).Port);
        Assert.Equal(TransportFault.Refused, await FaultOfOpeningAsync(transport));
    }

    [Fact]
    public async Task An_unknown_name_is_not_found()
    {
        // RFC 6761, 6.4: "invalid" never resolves.
        await using var transport = new TcpTransport("envgw.invalid", 502);
        Assert.Equal(TransportFault.NotFound, await FaultOfOpeningAsync(transport));
    }

    [Fact]
    public async Task Every_address_of_a_name_is_tried()
    {
        // The server listens on 127.0.0.1 only; "localhost" may well stand for ::1 first.
        await using var server = new Server();
        await using var transport = new TcpTransport("localhost", server.Port);
        await transport.OpenAsync(default);
        Assert.True(transport.IsOpen);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up_when_the_time_is_over()
    {
        var clock = new TestClock();
        using var full = new FullListener();
        await using var transport = new TcpTransport("127.0.0.1", full.Port, TimeSpan.FromSeconds(10), clock);
        var opening = transport.OpenAsync(default).AsTask();
        await Patience.UntilAsync(() => clock.ArmedTimers >= 2);
        Assert.False(opening.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(10));
        var failure = await Assert.ThrowsAsync<TransportException>(() => opening.WaitAsync(Patience.Limit));
        Assert.Equal(TransportFault.TimedOut, failure.Fault);
        Assert.False(transport.IsOpen);
    }

    [Fact]
    public async Task A_cancelled_opening_is_not_taken_for_a_timeout()
    {
        using var full = new FullListener();
        await using var transport = new TcpTransport("127.0.0.1", full.Port);
        using var cancel = new CancellationTokenSource();
        var opening = transport.OpenAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Patience.Limit));
    }

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 2, 5)]
    [InlineData(5, 1, 5)]
    [InlineData(-1, 3, 0)]
    public void A_silent_address_gets_its_even_share_of_the_time(double left, int addresses, double share) =>
        Assert.Equal(TimeSpan.FromSeconds(share), TcpTransport.ShareOf(TimeSpan.FromSeconds(left), addresses));

    [Theory]
    [InlineData("192.0.2.20", "tcp://192.0.2.20:502")]
    [InlineData("2001:db8::1", "tcp://[2001:db8::1]:502")]
    public void Its_name_is_its_address_as_one_writes_it(string host, string name) => Assert.Equal(name, new TcpTransport(host, 502).Name);

    private static async Task<TransportFault> FaultOfOpeningAsync(TcpTransport transport) =>
        (await Assert.ThrowsAsync<TransportException>(async () => await transport.OpenAsync(default))).Fault;

    /// <summary>A listener whose queue is full and who accepts nobody: Linux drops further connection requests, as a host that is off does.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TcpClient _queued = new();

        public FullListener()
        {
            _listener.Start(backlog: 0);
            _queued.Connect(IPAddress.Loopback, Port);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose()
        {
            _queued.Dispose();
            _listener.Dispose();
        }
    }

    private sealed class Server : IFarEnd
    {
        private TcpListener _listener = new(IPAddress.Loopback, 0);
        private Socket? _accepted;

        public Server()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            Transport = new TcpTransport("127.0.0.1", Port);
        }

        public int Port { get; }

        public ITransport Transport { get; }

        public async Task AcceptAsync()
        {
            _accepted?.Dispose();
            _accepted = await _listener.AcceptSocketAsync().WaitAsync(Patience.Limit);
        }

        public async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            while (bytes.Length > 0) bytes = bytes[await _accepted!.SendAsync(bytes)..];
        }

        public async Task<byte[]> ReceiveAsync(int count)
        {
            byte[] bytes = new byte[count];
            for (int at = 0; at < count;)
            {
                int received = await _accepted!.ReceiveAsync(bytes.AsMemory(at));
                Assert.NotEqual(0, received);
                at += received;
            }
            return bytes;
        }

        public void Reset()
        {
            _accepted!.LingerState = new(enable: true, seconds: 0);
            _accepted.Dispose();
        }

        public Task GoAsync()
        {
            _listener.Dispose();
            _accepted?.Dispose();
            return Task.CompletedTask;
        }

        public Task ReturnAsync()
        {
            _listener = new(IPAddress.Loopback, Port);
            _listener.Start();
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await GoAsync();
            await Transport.DisposeAsync();
        }
    }
}
