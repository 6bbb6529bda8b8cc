using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Packets;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_written_in_MQTT_5_is_read_as_the_same_packet() =>
        Prop.ForAll((int seed) =>
        {
            var packet = RandomPackets.Any(new Random(seed));
            byte[] bytes = Encoded.Of(packet, ProtocolVersion.V5);
            var read = Encoded.Read(Encoded.Frame(bytes), ProtocolVersion.V5, out var fault);
            Assert.True(read is not null, fault?.Detail);
            Assert.Equal(Describe(packet), Describe(read));
            Assert.Equal(bytes, Encoded.Of(read, ProtocolVersion.V5));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_in_3_1_1_is_read_and_written_as_the_same_bytes() =>
        Prop.ForAll((int seed) =>
        {
            var packet = RandomPackets.Any(new Random(seed));
            if (packet is AuthPacket) return;
            byte[] bytes = Encoded.Of(packet, ProtocolVersion.V311);
            var read = Encoded.Read(Encoded.Frame(bytes), ProtocolVersion.V311, out var fault);
            Assert.True(read is not null, fault?.Detail);
            Assert.Equal(bytes, Encoded.Of(read, ProtocolVersion.V311));
        }).QuickCheckThrowOnFailure();

    private static string Describe(IMqttPacket packet) => JsonSerializer.Serialize(packet, packet.GetType());
}
