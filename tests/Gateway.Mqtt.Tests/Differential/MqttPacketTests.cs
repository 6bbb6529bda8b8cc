using System.Text.Json.Nodes;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Tests.Packets;

namespace Gateway.Mqtt.Tests.Differential;

/// <summary>Our codec against an independent one: what either writes, the other reads as the same packet.</summary>
public sealed class MqttPacketTests(MqttPacketPeer peer) : IClassFixture<MqttPacketPeer>
{
    private const int Packets = 3000;

    // MQTT 5, sections 3.4.2.1 to 3.15.2.1: which reason codes a packet may carry. The peer refuses others; we keep them as they are.
    private static readonly Dictionary<PacketType, byte[]> _reasons = new()
    {
        [PacketType.PubAck] = [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99],
        [PacketType.PubRec] = [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99],
        [PacketType.PubRel] = [0x00, 0x92],
        [PacketType.PubComp] = [0x00, 0x92],
        [PacketType.SubAck] = [0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2],
        [PacketType.UnsubAck] = [0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91],
        [PacketType.Disconnect] =
        [
            0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D,
            0x9E, 0x9F, 0xA0, 0xA1, 0xA2,
        ],
        [PacketType.Auth] = [0x00, 0x18, 0x19],
    };

    private static readonly byte[] _returnCodesOfSubAck311 = [0x00, 0x01, 0x02, 0x80];

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task What_either_codec_writes_the_other_reads_as_the_same_packet(int versionNumber)
    {
        var version = (ProtocolVersion)versionNumber;
        var random = new Random(versionNumber);
        var seen = new HashSet<string>();
        int again = 0;
        for (int i = 0; i < Packets; i++)
        {
            var packet = WithinReach(RandomPackets.Any(random), random, version);
            if (packet is AuthPacket && version == ProtocolVersion.V311) continue;
            byte[] bytes = Encoded.Of(packet, version);
            var ours = PacketDescription.Of(Read(bytes, version), version);
            var theirs = await peer.AskAsync(version, bytes);
            string context = $"packet {i}: {Convert.ToHexString(bytes)}\nours:   {ours}\ntheirs: {theirs}";
            Assert.True(JsonNode.DeepEquals(ours, theirs["packet"]), context);
            seen.Add((string)ours["cmd"]!);

            if (theirs["again"] is { } written)
            {
                again++;
                var read = PacketDescription.Of(Read(Convert.FromHexString((string)written!), version), version);
                Assert.True(JsonNode.DeepEquals(ours, read), $"{context}\nread of theirs: {read}");
            }
            else
            {
                Assert.True(packet is ConnectPacket connect && IsRefused(connect), context);
            }
        }
        Assert.Equal(version == ProtocolVersion.V5 ? 15 : 14, seen.Count);
        Assert.True(again > Packets * 3 / 4, $"{again} packets were written by the peer");
    }

    [Theory]
    [InlineData(PacketType.PubAck)]
    [InlineData(PacketType.PubRec)]
    [InlineData(PacketType.PubRel)]
    [InlineData(PacketType.PubComp)]
    [InlineData(PacketType.SubAck)]
    [InlineData(PacketType.UnsubAck)]
    [InlineData(PacketType.Disconnect)]
    [InlineData(PacketType.Auth)]
    public async Task Every_reason_code_of_a_packet_is_read_alike(object type)
    {
        foreach (byte code in _reasons[(PacketType)type])
        {
            var reason = (MqttReasonCode)code;
            IMqttPacket packet = (PacketType)type switch
            {
                PacketType.SubAck or PacketType.UnsubAck => new SubAckPacket((PacketType)type, 7, [reason], PacketProperties.None),
                PacketType.Disconnect => new DisconnectPacket(reason),
                PacketType.Auth => new AuthPacket(reason, new PacketProperties([Property.Of(PropertyIdentifier.AuthenticationMethod, "m")])),
                var acknowledgement => new AcknowledgementPacket(acknowledgement, 7, reason),
            };
            var theirs = await peer.AskAsync(ProtocolVersion.V5, Encoded.Of(packet, ProtocolVersion.V5));
            Assert.True(JsonNode.DeepEquals(PacketDescription.Of(packet, ProtocolVersion.V5), theirs["packet"]), $"{reason}: {theirs}");
        }
    }

    private static IMqttPacket Read(byte[] bytes, ProtocolVersion version)
    {
        var read = Encoded.Read(Encoded.Frame(bytes), version, out var fault);
        Assert.True(read is not null, $"{fault?.Detail}: {Convert.ToHexString(bytes)}");
        return read;
    }

    /// <summary>
    /// The same packet, with reason codes that it may carry, and without the two things that the peer cannot read: an empty value of a repeated user
    /// property, and an AUTH of remaining length 0, which section 3.15.2.1 allows.
    /// </summary>
    private static IMqttPacket WithinReach(IMqttPacket packet, Random random, ProtocolVersion version)
    {
        MqttReasonCode Of(PacketType type)
        {
            byte[] codes = type == PacketType.SubAck && version == ProtocolVersion.V311 ? _returnCodesOfSubAck311 : _reasons[type];
            return (MqttReasonCode)codes[random.Next(codes.Length)];
        }
        return packet switch
        {
            AcknowledgementPacket p => p with { Reason = Of(p.Type) },
            SubAckPacket p => p with { Reasons = [.. p.Reasons.Select(_ => Of(p.Type))] },
            DisconnectPacket p => p with { Reason = Of(PacketType.Disconnect) },
            AuthPacket { Properties: null } p => p with { Reason = MqttReasonCode.ContinueAuthentication },
            AuthPacket p => p with { Reason = Of(PacketType.Auth) },
            PublishPacket p => p with { Message = Filled(p.Message) },
            ConnectPacket { Will: { } will } p => p with { Will = will with { Message = Filled(will.Message) } },
            _ => packet,
        };
    }

    private static MqttPublish Filled(MqttPublish message) =>
        message with { UserProperties = [.. message.UserProperties.Select(p => KeyValuePair.Create(p.Key, p.Value.Length == 0 ? "-" : p.Value))] };

    // The peer writes no CONNECT with a password alone, which MQTT 5 allows, nor one that resumes a session under an identifier yet to be assigned.
    private static bool IsRefused(ConnectPacket connect) =>
        (connect.Password is not null && connect.UserName is null) || (connect.ClientIdentifier.Length == 0 && !connect.CleanStart);
}
