using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt.Tests.Sessions;

public sealed class OutputQueueTests
{
    private readonly OutputQueue _output = new(ProtocolVersion.V5, maximumPacketSize: 10);

    [Fact]
    public async Task Packets_that_wait_share_a_send()
    {
        for (ushort i = 1; i <= 3; i++) Assert.True(_output.TryAppend(new AcknowledgementPacket(PacketType.PubAck, i)));

        Assert.True(await _output.WaitAsync(default));
        Assert.Equal("400200014002000240020003", Convert.ToHexString(_output.Take().Span));
        _output.Written();
        Assert.True(_output.Take().IsEmpty);
    }

    [Fact]
    public void A_packet_that_is_too_large_leaves_no_trace_among_the_others()
    {
        Assert.True(_output.TryAppend(PingPacket.Request));
        Assert.False(_output.TryAppend(new PublishPacket(new MqttPublish { Topic = "long/topic", Payload = default }, 1)));
        Assert.True(_output.TryAppend(PingPacket.Request));

        Assert.Equal("C000C000", Convert.ToHexString(_output.Take().Span));
    }

    [Fact]
    public async Task After_the_last_packet_there_is_no_more_to_wait_for()
    {
        _output.TryAppend(PingPacket.Request);
        _output.Complete(new DisconnectPacket(MqttReasonCode.Success));
        _output.TryAppend(PingPacket.Request);

        Assert.True(await _output.WaitAsync(default));
        Assert.Equal("C000E000", Convert.ToHexString(_output.Take().Span));
        _output.Written();
        Assert.False(await _output.WaitAsync(default));
    }

    [Fact]
    public async Task What_is_appended_while_the_writer_writes_is_taken_next()
    {
        _output.TryAppend(PingPacket.Request);
        var taken = _output.Take();
        _output.TryAppend(PingPacket.Response);
        Assert.Equal("C000", Convert.ToHexString(taken.Span));
        _output.Written();

        Assert.True(await _output.WaitAsync(default));
        Assert.Equal("D000", Convert.ToHexString(_output.Take().Span));
    }

    [Fact]
    public async Task Nobody_is_left_waiting_when_the_connection_has_ended()
    {
        var publish = new PendingPublish(new MqttPublish { Topic = "t", Payload = default, QualityOfService = 0 });
        var waiting = publish.WaitAsync(default);
        _output.AppendUnacknowledged(publish);
        _output.Take();
        _output.Abandon();

        Assert.Equal(MqttPublishOutcome.NotSent, (await waiting).Outcome);
    }
}
