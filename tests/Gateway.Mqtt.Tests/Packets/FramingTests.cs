using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Packets;

public sealed class FramingTests
{
    [Theory]
    [InlineData("00")]
    [InlineData("36")]   // QoS 3
    [InlineData("38")]   // DUP on QoS 0 [MQTT-3.3.1-2]
    [InlineData("21")]
    [InlineData("60")]   // PUBREL without its flag
    [InlineData("80")]
    [InlineData("D8")]
    public void A_first_byte_that_no_packet_has_is_refused_at_once(string hex)
    {
        var received = new ReadOnlySequence<byte>(Encoded.Bytes(hex));

        Assert.Equal(OperationStatus.InvalidData, PacketFrame.TryRead(ref received, 1000, out _, out var fault));
        Assert.Equal(MqttReasonCode.MalformedPacket, fault?.Reason);
    }

    [Theory]
    [InlineData("30FFFFFFFF01")]
    [InlineData("308000")]
    public void A_malformed_remaining_length_is_refused(string hex)
    {
        var received = new ReadOnlySequence<byte>(Encoded.Bytes(hex));

        Assert.Equal(OperationStatus.InvalidData, PacketFrame.TryRead(ref received, 1000, out _, out var fault));
        Assert.Equal(MqttReasonCode.MalformedPacket, fault?.Reason);
    }

    [Fact]
    public void A_packet_above_the_announced_maximum_is_refused_from_its_length_and_costs_no_memory()
    {
        var received = new ReadOnlySequence<byte>(Encoded.Bytes("30FFFFFF7F"));
        PacketFrame.TryRead(ref received, 256 * 1024, out _, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var status = PacketFrame.TryRead(ref received, 256 * 1024, out _, out var fault);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(MqttReasonCode.PacketTooLarge, fault?.Reason);
        Assert.InRange(allocated, 0, 10_000);
    }

    [Fact]
    public void A_packet_of_exactly_the_announced_maximum_is_taken()
    {
        byte[] bytes = [0x30, 98, .. new byte[98]];
        var received = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(OperationStatus.Done, PacketFrame.TryRead(ref received, 100, out _, out _));

        received = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(OperationStatus.InvalidData, PacketFrame.TryRead(ref received, 99, out _, out _));
    }

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_packets() =>
        Prop.ForAll((int seed) =>
        {
            var random = new Random(seed);
            byte[][] packets = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Encoded.Of(RandomPackets.Any(random), ProtocolVersion.V5))];
            byte[] stream = [.. packets.SelectMany(p => p)];
            return FramesOf(Segments.Split(stream, random)).SequenceEqual(packets, ByteComparer.Instance);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_prefix_of_a_packet_asks_for_more() =>
        Prop.ForAll((int seed) =>
        {
            byte[] packet = Encoded.Of(RandomPackets.Any(new Random(seed)), ProtocolVersion.V5);
            return Enumerable.Range(0, packet.Length).All(length =>
            {
                var received = new ReadOnlySequence<byte>(packet.AsMemory(0, length));
                return PacketFrame.TryRead(ref received, int.MaxValue, out _, out _) == OperationStatus.NeedMoreData && received.Length == length;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_get_an_answer_and_never_an_exception() =>
        Prop.ForAll((byte first, byte[] noise) => AnswersAll([first, .. noise ?? []])).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_body_of_any_packet_gets_an_answer_and_never_an_exception() =>
        Prop.ForAll((byte header, byte[] noise) =>
            (ProtocolVersion[])[ProtocolVersion.V5, ProtocolVersion.V311] is var versions
            && versions.All(v => Encoded.Read(new PacketFrame(header, noise ?? []), v, out var fault) is not null || fault is not null))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_packet_with_one_byte_changed_gets_an_answer_and_never_an_exception() =>
        Prop.ForAll((int seed) =>
        {
            var random = new Random(seed);
            byte[] packet = Encoded.Of(RandomPackets.Any(random), ProtocolVersion.V5);
            packet[random.Next(packet.Length)] = (byte)random.Next(256);
            return AnswersAll(packet);
        }).QuickCheckThrowOnFailure();

    private static bool AnswersAll(byte[] bytes)
    {
        foreach (var version in (ProtocolVersion[])[ProtocolVersion.V5, ProtocolVersion.V311])
        {
            var received = new ReadOnlySequence<byte>(bytes);
            while (PacketFrame.TryRead(ref received, 256 * 1024, out var frame, out _) == OperationStatus.Done)
                if (Encoded.Read(frame, version, out var fault) is null && fault is null) return false;
        }
        return true;
    }

    private static List<byte[]> FramesOf(ReadOnlySequence<byte> received)
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var before = received;
            if (PacketFrame.TryRead(ref received, int.MaxValue, out var frame, out _) != OperationStatus.Done) return frames;
            byte[] whole = before.Slice(0, before.Length - received.Length).ToArray();
            Assert.Equal(whole[^frame.Body.Length..], frame.Body.ToArray());
            frames.Add(whole);
        }
    }
}
