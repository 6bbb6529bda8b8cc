using System.Buffers;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Packets;

/// <summary>Packets as bytes and back, as the tests want them.</summary>
internal static class Encoded
{
    public static byte[] Of<TPacket>(TPacket packet, ProtocolVersion version)
        where TPacket : IMqttPacket
    {
        var buffer = new PacketBuffer();
        packet.WriteTo(buffer, version);
        return buffer.Written.ToArray();
    }

    public static string HexOf<TPacket>(TPacket packet, ProtocolVersion version)
        where TPacket : IMqttPacket => Convert.ToHexString(Of(packet, version));

    /// <summary>Hexadecimal digits, spaces allowed.</summary>
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The one packet in these bytes.</summary>
    public static PacketFrame Frame(byte[] bytes)
    {
        var received = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(OperationStatus.Done, PacketFrame.TryRead(ref received, int.MaxValue, out var frame, out _));
        Assert.True(received.IsEmpty);
        return frame;
    }

    /// <summary>Reads a packet of any type; null and the fault when it is malformed.</summary>
    public static IMqttPacket? Read(PacketFrame frame, ProtocolVersion version, out PacketFault? fault)
    {
        switch (frame.Type)
        {
            case PacketType.Connect: return ConnectPacket.TryRead(frame, out var connect, out _, out fault) ? connect : null;
            case PacketType.ConnAck: return ConnAckPacket.TryRead(frame, version, out var connAck, out fault) ? connAck : null;
            case PacketType.Publish: return PublishPacket.TryRead(frame, version, out var publish, out fault) ? publish : null;
            case PacketType.Subscribe: return SubscribePacket.TryRead(frame, version, out var subscribe, out fault) ? subscribe : null;
            case PacketType.SubAck or PacketType.UnsubAck: return SubAckPacket.TryRead(frame, version, out var subAck, out fault) ? subAck : null;
            case PacketType.Unsubscribe: return UnsubscribePacket.TryRead(frame, version, out var unsubscribe, out fault) ? unsubscribe : null;
            case PacketType.PingReq or PacketType.PingResp: return PingPacket.TryRead(frame, out var ping, out fault) ? ping : null;
            case PacketType.Disconnect: return DisconnectPacket.TryRead(frame, version, out var disconnect, out fault) ? disconnect : null;
            case PacketType.Auth: return AuthPacket.TryRead(frame, version, out var auth, out fault) ? auth : null;
            default: return AcknowledgementPacket.TryRead(frame, version, out var acknowledgement, out fault) ? acknowledgement : null;
        }
    }
}
