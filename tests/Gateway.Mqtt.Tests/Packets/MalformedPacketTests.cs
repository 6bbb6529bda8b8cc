using Gateway.Mqtt.Packets;
using static Gateway.Mqtt.Packets.ProtocolVersion;

namespace Gateway.Mqtt.Tests.Packets;

public sealed class MalformedPacketTests
{
    [Theory]
    [InlineData("2003000002", MqttReasonCode.MalformedPacket)]             // properties announced and missing
    [InlineData("20050000 02 FFFF", MqttReasonCode.MalformedPacket)]       // unknown property
    [InlineData("20050000 02 0101", MqttReasonCode.MalformedPacket)]       // property of another packet
    [InlineData("2009 0000 06 210001 210001", MqttReasonCode.ProtocolError)]  // property twice
    [InlineData("2006 0000 03 210000", MqttReasonCode.ProtocolError)]      // receive maximum 0
    [InlineData("2005 0000 02 2402", MqttReasonCode.ProtocolError)]        // maximum QoS 2
    [InlineData("2005 0000 02 2502", MqttReasonCode.ProtocolError)]        // a boolean of 2
    [InlineData("2008 0000 05 2700000000", MqttReasonCode.ProtocolError)]  // maximum packet size 0
    [InlineData("2003 0200 00", MqttReasonCode.MalformedPacket)]           // reserved flag
    [InlineData("2003 0188 00", MqttReasonCode.ProtocolError)]             // session present in a refusal
    [InlineData("2004 0000 00 00", MqttReasonCode.MalformedPacket)]        // a byte too many
    [InlineData("2007 0000 8000 210001", MqttReasonCode.MalformedPacket)]  // a length in more bytes than it needs
    [InlineData("2007 0000 FFFFFFFF01", MqttReasonCode.MalformedPacket)]   // a length of five bytes
    [InlineData("2007 0000 04 1F0001FF", MqttReasonCode.MalformedPacket)]  // a string that is not UTF-8
    [InlineData("2007 0000 04 1F000100", MqttReasonCode.MalformedPacket)]  // a string with U+0000
    [InlineData("2009 0000 06 1F0003EDA080", MqttReasonCode.MalformedPacket)]  // a string with a surrogate
    [InlineData("2007 0000 04 1F000961", MqttReasonCode.MalformedPacket)]  // a string longer than its packet
    [InlineData("4000", MqttReasonCode.MalformedPacket)]
    [InlineData("40020000", MqttReasonCode.ProtocolError)]                 // packet identifier 0
    [InlineData("4005 0001 00 00 00", MqttReasonCode.MalformedPacket)]
    [InlineData("3006 0003 612F23 00", MqttReasonCode.TopicNameInvalid)]      // wildcard in a topic name
    [InlineData("3003 0000 00", MqttReasonCode.TopicNameInvalid)]          // no topic and no alias
    [InlineData("3006 0000 03 230000", MqttReasonCode.ProtocolError)]      // topic alias 0
    [InlineData("3008 000161 04 08000123", MqttReasonCode.ProtocolError)]  // wildcard in the response topic
    [InlineData("3206 000161 0000 00", MqttReasonCode.ProtocolError)]
    [InlineData("9003 0001 00", MqttReasonCode.ProtocolError)]             // SUBACK without a reason code
    [InlineData("8203 0001 00", MqttReasonCode.ProtocolError)]             // SUBSCRIBE without a filter
    [InlineData("8207 0001 00 000161 03", MqttReasonCode.MalformedPacket)] // QoS 3
    [InlineData("8207 0001 00 000161 40", MqttReasonCode.MalformedPacket)] // reserved option
    [InlineData("8207 0001 00 000161 30", MqttReasonCode.MalformedPacket)] // retain handling 3
    [InlineData("D001 00", MqttReasonCode.MalformedPacket)]                // PINGRESP with a body
    [InlineData("E003 8B 01 FF", MqttReasonCode.MalformedPacket)]
    public void What_the_specification_forbids_is_refused_with_the_reason_it_names(string hex, MqttReasonCode reason)
    {
        Assert.Null(Encoded.Read(Encoded.Frame(Encoded.Bytes(hex)), V5, out var fault));
        Assert.Equal(reason, fault?.Reason);
    }

    [Theory]
    [InlineData("2004 0000 0000")]
    [InlineData("40030001 00")]
    [InlineData("F000")]
    [InlineData("E0018B")]
    [InlineData("8206 0001 000161 21")]
    public void What_only_MQTT_5_knows_is_refused_in_3_1_1(string hex) => Assert.Null(Encoded.Read(Encoded.Frame(Encoded.Bytes(hex)), V311, out _));

    [Theory]
    [InlineData("00044D515454 06 02 0000 00 0000", MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData("00044D515458 05 02 0000 00 0000", MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData("00044D515454 05 03 0000 00 0000", MqttReasonCode.MalformedPacket)]   // reserved flag
    [InlineData("00044D515454 05 08 0000 00 0000", MqttReasonCode.MalformedPacket)]   // will QoS without a will
    [InlineData("00044D515454 05 1C 0000 00 0000", MqttReasonCode.MalformedPacket)]   // will QoS 3
    [InlineData("00044D515454 04 40 0000 0000 0000", MqttReasonCode.MalformedPacket)]  // password without a user name in 3.1.1
    public void A_faulty_CONNECT_is_refused(string body, MqttReasonCode reason)
    {
        Assert.False(ConnectPacket.TryRead(new PacketFrame(0x10, Encoded.Bytes(body)), out _, out _, out var fault));
        Assert.Equal(reason, fault?.Reason);
    }
}
