using System.Text;
using Gateway.Mqtt.Packets;
using static Gateway.Mqtt.Packets.ProtocolVersion;

namespace Gateway.Mqtt.Tests.Packets;

/// <summary>Bytes written out by hand from the specification; those marked with a section are its own examples.</summary>
public sealed class PacketBytesTests
{
    private static readonly ConnectPacket _connect = new()
    {
        ClientIdentifier = "",
        CleanStart = true,
        KeepAlive = 10,
        Properties = new([new Property(PropertyIdentifier.SessionExpiryInterval, 10)]),
    };

    [Fact]
    public void Connect_is_written_with_the_variable_header_of_MQTT_5_figure_3_6() =>
        Assert.Equal("1012" + "00044D515454" + "05" + "02" + "000A" + "05110000000A" + "0000", Encoded.HexOf(_connect, V5));

    [Fact]
    public void Connect_with_will_user_and_password_is_written_in_the_order_of_the_payload()
    {
        var connect = new ConnectPacket
        {
            ClientIdentifier = "gw",
            KeepAlive = 30,
            UserName = "u",
            Password = "pw"u8.ToArray(),
            Will = new MqttWill(
                new MqttPublish { Topic = "s", Payload = "off"u8.ToArray(), Retain = true, IsUtf8 = true, UserProperties = [new("a", "b")] },
                TimeSpan.FromSeconds(5)),
        };

        Assert.Equal(
            "102D" + "00044D515454" + "05" + "EC" + "001E" + "00" + "00026777"
            + "0E" + "1800000005" + "0101" + "26000161000162" + "000173" + "00036F6666" + "000175" + "00027077",
            Encoded.HexOf(connect, V5));
        Assert.Equal(
            "101D" + "00044D515454" + "04" + "EC" + "001E" + "00026777" + "000173" + "00036F6666" + "000175" + "00027077",
            Encoded.HexOf(connect, V311));
    }

    [Fact]
    public void A_password_alone_gets_an_empty_user_name_in_version_3_1_1() =>
        Assert.Equal(
            "101200044D51545404C000000001670000000170",
            Encoded.HexOf(new ConnectPacket { ClientIdentifier = "g", Password = "p"u8.ToArray() }, V311));

    [Fact]
    public void Publish_is_written_with_properties_in_MQTT_5_and_without_them_in_3_1_1()
    {
        var message = new MqttPublish
        {
            Topic = "a/b",
            Payload = "hi"u8.ToArray(),
            Retain = true,
            IsUtf8 = true,
            ContentType = "t",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 1, 2 },
            MessageExpiry = TimeSpan.FromSeconds(60),
            UserProperties = [new("k", "v"), new("k", "w")],
        };
        var packet = new PublishPacket(message, 10);

        Assert.Equal(
            "332C" + "0003612F62" + "000A"
            + "22" + "0101" + "020000003C" + "03000174" + "08000172" + "0900020102" + "2600016B000176" + "2600016B000177" + "6869",
            Encoded.HexOf(packet, V5));
        Assert.Equal("3309" + "0003612F62" + "000A" + "6869", Encoded.HexOf(packet, V311));
    }

    [Fact]
    public void A_repeated_publish_carries_DUP() =>
        Assert.Equal(
            "3A0A" + "0003612F62" + "000A" + "00" + "6869",
            Encoded.HexOf(new PublishPacket(new MqttPublish { Topic = "a/b", Payload = "hi"u8.ToArray(), Duplicate = true }, 10), V5));

    [Fact]
    public void A_publish_of_QoS_0_has_no_packet_identifier() =>
        Assert.Equal(
            "3008" + "0003612F62" + "00" + "6869",
            Encoded.HexOf(new PublishPacket(new MqttPublish { Topic = "a/b", Payload = "hi"u8.ToArray(), QualityOfService = 0 }, 0), V5));

    [Fact]
    public void Acknowledgements_are_as_short_as_they_may_be()
    {
        Assert.Equal("40020007", Encoded.HexOf(new AcknowledgementPacket(PacketType.PubAck, 7), V5));
        Assert.Equal("4003000797", Encoded.HexOf(new AcknowledgementPacket(PacketType.PubAck, 7, MqttReasonCode.QuotaExceeded), V5));
        Assert.Equal("40020007", Encoded.HexOf(new AcknowledgementPacket(PacketType.PubAck, 7, MqttReasonCode.QuotaExceeded), V311));
        Assert.Equal("62020007", Encoded.HexOf(new AcknowledgementPacket(PacketType.PubRel, 7), V5));
        Assert.Equal(
            "4008000797041F000166",
            Encoded.HexOf(
                new AcknowledgementPacket(PacketType.PubAck, 7, MqttReasonCode.QuotaExceeded, new([Property.Of(PropertyIdentifier.ReasonString, "f")])), V5));
    }

    [Fact]
    public void Subscribe_is_written_as_the_example_of_MQTT_5_section_3_8_3()
    {
        var packet = new SubscribePacket(10, [new("a/b", 1), new("c/d", 2)], PacketProperties.None);

        Assert.Equal("820F" + "000A" + "00" + "0003612F62" + "01" + "0003632F64" + "02", Encoded.HexOf(packet, V5));
        Assert.Equal("820E" + "000A" + "0003612F62" + "01" + "0003632F64" + "02", Encoded.HexOf(packet, V311));
    }

    [Fact]
    public void Skipping_retained_messages_is_retain_handling_2_and_unknown_to_3_1_1()
    {
        var subscription = TopicSubscription.Of(new MqttSubscription("a", 1, SkipRetained: true));

        Assert.Equal(0x21, subscription.OptionsFor(V5));
        Assert.Equal(0x01, subscription.OptionsFor(V311));
    }

    [Fact]
    public void Unsubscribe_pings_and_disconnect_are_written_as_specified()
    {
        Assert.Equal("A208" + "000A" + "00" + "0003612F62", Encoded.HexOf(new UnsubscribePacket(10, ["a/b"], PacketProperties.None), V5));
        Assert.Equal("C000", Encoded.HexOf(PingPacket.Request, V5));
        Assert.Equal("D000", Encoded.HexOf(PingPacket.Response, V311));
        Assert.Equal("E000", Encoded.HexOf(new DisconnectPacket(MqttReasonCode.Success), V5));
        Assert.Equal("E00104", Encoded.HexOf(new DisconnectPacket(MqttReasonCode.DisconnectWithWillMessage), V5));
        Assert.Equal("E000", Encoded.HexOf(new DisconnectPacket(MqttReasonCode.DisconnectWithWillMessage), V311));
    }

    [Theory]
    [InlineData(0, "C000")]
    [InlineData(1, "84")]
    [InlineData(2, "85")]
    [InlineData(3, "88")]
    [InlineData(4, "86")]
    [InlineData(5, "87")]
    public void Return_codes_of_3_1_1_are_read_as_the_reason_codes_that_mean_the_same(byte code, string reason)
    {
        Assert.True(ConnAckPacket.TryRead(new PacketFrame(0x20, new byte[] { 0, code }), V311, out var packet, out _));
        Assert.Equal(code == 0 ? 0 : Convert.ToByte(reason, 16), (byte)packet.Reason);
    }

    [Fact]
    public void A_3_1_1_refusal_is_understood_although_MQTT_5_was_asked_for()
    {
        Assert.True(ConnAckPacket.TryRead(Encoded.Frame(Encoded.Bytes("20020001")), V5, out var packet, out _));
        Assert.Equal(MqttReasonCode.UnsupportedProtocolVersion, packet.Reason);
    }

    [Fact]
    public void Every_property_of_CONNACK_is_read()
    {
        byte[] bytes = Encoded.Bytes(
            "2041 01 00 3E" + "110000000A" + "210014" + "2401" + "2500" + "2700010000" + "1200026964" + "22000A" + "1F000166" + "26000161000162"
            + "2801" + "2901" + "2A00" + "13003C" + "1A000172" + "1C000173" + "1500016D" + "1600020102");

        Assert.True(ConnAckPacket.TryRead(Encoded.Frame(bytes), V5, out var packet, out var fault), fault?.Detail);

        Assert.True(packet.SessionPresent);
        Assert.Equal(17, packet.Properties.All.Count);
        Assert.Equal(20u, packet.Properties.Number(PropertyIdentifier.ReceiveMaximum));
        Assert.Equal("id", packet.Properties.Text(PropertyIdentifier.AssignedClientIdentifier));
        Assert.Equal([new KeyValuePair<string, string>("a", "b")], packet.Properties.UserProperties);
        Assert.Equal([1, 2], packet.Properties.Binary(PropertyIdentifier.AuthenticationData)!);
        Assert.Equal(bytes, Encoded.Of(packet, V5));
    }

    [Fact]
    public void Reason_codes_without_a_name_keep_their_number()
    {
        Assert.True(AcknowledgementPacket.TryRead(Encoded.Frame(Encoded.Bytes("40030001EE")), V5, out var packet, out _));
        Assert.Equal(0xEE, (byte)packet.Reason);
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16383, "FF7F")]
    [InlineData(16384, "808001")]
    [InlineData(2097151, "FFFF7F")]
    [InlineData(2097152, "80808001")]
    [InlineData(268435455, "FFFFFF7F")]
    public void Variable_byte_integers_are_those_of_MQTT_5_table_1_1(int value, string hex)
    {
        var buffer = new PacketBuffer();
        buffer.WriteVariableByteInteger(value);

        Assert.Equal(hex, Convert.ToHexString(buffer.Written.Span));
    }

    [Fact]
    public void A_string_keeps_what_the_specification_wants_kept()
    {
        // MQTT 5, section 1.5.4: the example with U+2A6D4, and the byte order mark that is no mark here.
        foreach (string text in (string[])["A\U0002A6D4", "\uFEFFa"])
        {
            var buffer = new PacketBuffer();
            buffer.WriteString(text);
            Assert.Equal(Encoding.UTF8.GetBytes(text), buffer.Written.Span[2..]);
            Assert.Equal(text, new PacketReader(buffer.Written.Span).ReadString());
        }
    }
}
