using System.Net.Sockets;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Tests.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>The broker's end of one connection: whole packets in, any bytes out.</summary>
internal sealed class FakeBrokerConnection(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>The next packet, fixed header included; empty when the client has closed.</summary>
    public async Task<byte[]> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        var packet = new List<byte>();
        try
        {
            if (!await ReadBytesAsync(packet, 1, deadline.Token)) return [];
            int length = 0;
            for (int shift = 0; ; shift += 7)
            {
                if (!await ReadBytesAsync(packet, 1, deadline.Token)) return [];
                length |= (packet[^1] & 0x7F) << shift;
                if (packet[^1] < 0x80) break;
            }
            return await ReadBytesAsync(packet, length, deadline.Token) ? [.. packet] : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    public async Task<string> ReadHexAsync() => Convert.ToHexString(await ReadAsync());

    /// <summary>The next PUBLISH.</summary>
    public async Task<PublishPacket> ReadPublishAsync(ProtocolVersion version = ProtocolVersion.V5)
    {
        var frame = Encoded.Frame(await ReadAsync());
        Assert.Equal(PacketType.Publish, frame.Type);
        Assert.True(PublishPacket.TryRead(frame, version, out var packet, out _));
        return packet;
    }

    public async Task SendAsync(string hex) => await _stream.WriteAsync(Encoded.Bytes(hex));

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes);

    public async Task SendByteByByteAsync(string hex)
    {
        socket.NoDelay = true;
        foreach (byte single in Encoded.Bytes(hex)) await _stream.WriteAsync(new[] { single });
    }

    public Task AcknowledgeAsync(ushort identifier, MqttReasonCode reason = MqttReasonCode.Success) =>
        SendAsync(Encoded.Of(new AcknowledgementPacket(PacketType.PubAck, identifier, reason), ProtocolVersion.V5));

    /// <summary>Reads CONNECT and answers with CONNACK, MQTT 5.</summary>
    public async Task<ConnectPacket> WelcomeAsync(bool sessionPresent = false, params Property[] properties)
    {
        var connect = await ReadConnectAsync();
        await SendAsync(Encoded.Of(new ConnAckPacket(sessionPresent, MqttReasonCode.Success, new(properties)), ProtocolVersion.V5));
        return connect;
    }

    public async Task<ConnectPacket> ReadConnectAsync()
    {
        Assert.True(ConnectPacket.TryRead(Encoded.Frame(await ReadAsync()), out var connect, out _, out var fault), fault?.Detail);
        return connect;
    }

    /// <summary>Says that nothing more will be sent; the client sees the end of the stream.</summary>
    /// <summary>The longest TCP segment that this side may send, as the client said in its SYN (tcp(7): TCP_MAXSEG).</summary>
    public int MaximumSegment
    {
        get
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            socket.GetRawSocketOption(6, 2, value);
            return BitConverter.ToInt32(value);
        }
    }

    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with a reset, as a router that has lost its table does.</summary>
    public void Reset() => socket.Close(0);

    public void Dispose() => _stream.Dispose();

    private async Task<bool> ReadBytesAsync(List<byte> into, int count, CancellationToken cancel)
    {
        byte[] bytes = new byte[count];
        int read = await _stream.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancel);
        into.AddRange(bytes[..read]);
        return read == count;
    }
}
