using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

public class UdpTransportTests : TransportContract
{
    protected override Task<IFarEnd> MakeFarEndAsync() => Task.FromResult<IFarEnd>(new Device());

    [Fact]
    public async Task Each_read_gives_one_datagram_and_an_empty_one_is_not_the_end()
    {
        await OpenAsync();
        await FarEnd.SendAsync(new byte[] { 1 });
        await FarEnd.SendAsync(Array.Empty<byte>());
        await FarEnd.SendAsync(new byte[] { 2, 3 });
        byte[] buffer = new byte[10];
        Assert.Equal(1, await Transport.ReadAsync(buffer, default).AsTask().WaitAsync(Patience.Limit));
        Assert.Equal(2, await Transport.ReadAsync(buffer, default).AsTask().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_host_without_a_listener_ends_the_read_and_refuses_the_write()
    {
        await using var transport = new UdpTransport("127.0.0.1", FreePort.Next());
        await transport.OpenAsync(default);
        var read = transport.ReadAsync(new byte[1], default).AsTask();
        await transport.WriteAsync(new byte[] { 1 }, default);
        Assert.Equal(0, await read.WaitAsync(Patience.Limit));
        Assert.False(transport.IsOpen);

        await transport.OpenAsync(default);
        var refusal = await Assert.ThrowsAsync<TransportException>(async () =>
        {
            while (true) await transport.WriteAsync(new byte[] { 1 }, default);
        });
        Assert.Equal(TransportFault.Refused, refusal.Fault);
        Assert.False(transport.IsOpen);
    }

    [Fact]
    public async Task An_unknown_name_is_not_found()
    {
        await using var transport = new UdpTransport("envgw.invalid", 502);
        var failure = await Assert.ThrowsAsync<TransportException>(async () => await transport.OpenAsync(default));
        Assert.Equal(TransportFault.NotFound, failure.Fault);
    }

    private sealed class Device : IFarEnd
    {
        private readonly int _port;
        private UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        private IPEndPoint? _client;

        public Device()
        {
            _port = ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;
            Transport = new UdpTransport("127.0.0.1", _port);
        }

        public ITransport Transport { get; }

        /// <summary>A device knows its client from the first datagram only.</summary>
        public async Task AcceptAsync()
        {
            await Transport.WriteAsync("hello"u8.ToArray(), default);
            _client = (await ReceiveAsync()).RemoteEndPoint;
        }

        public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _socket.SendAsync(bytes, _client);

        public async Task<byte[]> ReceiveAsync(int count)
        {
            byte[] bytes = (await ReceiveAsync()).Buffer;
            Assert.Equal(count, bytes.Length);
            return bytes;
        }

        public Task GoAsync()
        {
            _socket.Dispose();
            return Task.CompletedTask;
        }

        public Task ReturnAsync()
        {
            _socket = new(new IPEndPoint(IPAddress.Loopback, _port));
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await GoAsync();
            await Transport.DisposeAsync();
        }

        private async Task<UdpReceiveResult> ReceiveAsync() => await _socket.ReceiveAsync().WaitAsync(Patience.Limit);
    }
}
