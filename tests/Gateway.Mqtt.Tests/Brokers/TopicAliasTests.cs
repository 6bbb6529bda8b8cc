using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Topic aliases on the wire, byte for byte (MQTT 5, section 3.3.2.3.4).</summary>
public sealed class TopicAliasTests
{
    // PUBLISH of QoS 1, topic "site/a", alias 1: introduced, then used; and DUP in full.
    private const string Introduced = "320F" + "0006736974652F61" + "0001" + "03230001" + "30";
    private const string Used = "3209" + "0000" + "0002" + "03230001" + "31";

    [Fact]
    public async Task A_topic_is_written_once_and_from_then_on_as_its_alias()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, AliasMaximum(2));
        var publishing = (Task<MqttPublishResult>[])[Publish(test, "site/a", 0), Publish(test, "site/a", 1)];

        Assert.Equal(Introduced, await connection.ReadHexAsync());
        Assert.Equal(Used, await connection.ReadHexAsync());
        for (ushort i = 1; i <= 2; i++) await connection.AcknowledgeAsync(i);
        await Task.WhenAll(publishing);
    }

    [Fact]
    public async Task There_are_never_more_aliases_than_the_broker_or_the_options_allow()
    {
        foreach (var (theirs, ours, aliased) in ((int, int, int)[])[(2, 64, 2), (10, 1, 1), (0, 64, 0), (65535, 0, 0)])
        {
            await using var test = new FakeBrokerFixture(o => o with { TopicAliasMaximum = ours });
            using var connection = await test.ConnectAsync(false, theirs == 0 ? [] : [AliasMaximum(theirs)]);
            for (int round = 0; round < 2; round++)
                for (int topic = 0; topic < 4; topic++)
                {
                    var publishing = Publish(test, $"site/{topic}", 0);
                    var packet = await connection.ReadPublishAsync();
                    bool hasAlias = topic < aliased;
                    Assert.Equal(hasAlias ? (uint)(topic + 1) : null, packet.Transport?.Number(PropertyIdentifier.TopicAlias));
                    Assert.Equal(hasAlias && round == 1 ? "" : $"site/{topic}", packet.Message.Topic);
                    await connection.AcknowledgeAsync(packet.PacketIdentifier);
                    await publishing;
                }
        }
    }

    [Fact]
    public async Task On_a_new_connection_a_message_sent_again_carries_the_full_topic()
    {
        await using var test = new FakeBrokerFixture();
        Task<MqttPublishResult>[] publishing;
        using (var first = await test.ConnectAsync(false, AliasMaximum(2)))
        {
            publishing = [Publish(test, "site/a", 0), Publish(test, "site/a", 1)];
            await first.ReadHexAsync();
            Assert.Equal(Used, await first.ReadHexAsync());
        }
        await test.Ended;

        // The first message introduces the alias anew, and the second may use it; where there are no aliases both are in full.
        using (var second = await test.ConnectAsync(true, AliasMaximum(1)))
        {
            Assert.Equal("3A" + Introduced[2..], await second.ReadHexAsync());
            Assert.Equal("3A" + Used[2..], await second.ReadHexAsync());
        }
        await test.Ended;
        using var third = await test.ConnectAsync(sessionPresent: true);
        Assert.Equal("3A0C" + "0006736974652F61" + "0001" + "00" + "30", await third.ReadHexAsync());
        Assert.Equal("3A0C" + "0006736974652F61" + "0002" + "00" + "31", await third.ReadHexAsync());
        for (ushort i = 1; i <= 2; i++) await third.AcknowledgeAsync(i);
        Assert.All(await Task.WhenAll(publishing), r => Assert.Equal(MqttReasonCode.Success, r.Reason));
    }

    [Fact]
    public async Task Messages_of_both_qualities_share_the_aliases_in_the_order_on_the_wire()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, AliasMaximum(5));
        var random = new Random(7);
        (string Topic, int Number, int Quality)[] messages = [.. Enumerable.Range(0, 200).Select(i => ($"site/{random.Next(8)}", i, random.Next(2)))];
        Task<MqttPublishResult>[] publishing = [.. messages.Select(m => Publish(test, m.Topic, m.Number, m.Quality))];

        var topics = new Dictionary<uint, string>();
        var received = new List<(string, int)>();
        for (int i = 0; i < messages.Length; i++)
        {
            var packet = await connection.ReadPublishAsync();
            string topic = packet.Message.Topic;
            if (packet.Transport?.Number(PropertyIdentifier.TopicAlias) is { } alias)
            {
                Assert.InRange(alias, 1u, 5u);
                if (topic.Length > 0) topics.Add(alias, topic);
                topic = topics[alias];
            }
            received.Add((topic, int.Parse(packet.Message.Payload.Span)));
            if (packet.PacketIdentifier != 0) await connection.AcknowledgeAsync(packet.PacketIdentifier);
        }
        await Task.WhenAll(publishing);
        Assert.Equal(5, topics.Count);
        Assert.Equal(messages.Select(m => (m.Topic, m.Number)).Order(), received.Order());
    }

    [Fact]
    public async Task An_alias_neither_makes_a_message_too_large_nor_lets_one_through_that_does_not_fit_in_full()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, AliasMaximum(2), new Property(PropertyIdentifier.MaximumPacketSize, 100));
        const int Overhead = 2 + 2 + 6 + 2 + 1;
        // Of exactly the maximum in full, before the alias is known and after; then one byte more.
        foreach (int size in (int[])[100, 20, 100])
        {
            var publishing = test.Session.PublishAsync(new MqttPublish { Topic = "site/a", Payload = new byte[size - Overhead] }, default);
            byte[] packet = await connection.ReadAsync();
            Assert.True(PublishPacket.TryRead(Tests.Packets.Encoded.Frame(packet), ProtocolVersion.V5, out var publish, out _));
            Assert.Equal(size == 100, publish.Transport is null);
            Assert.InRange(packet.Length, 1, 100);
            await connection.AcknowledgeAsync(publish.PacketIdentifier);
            await publishing;
        }
        var tooLarge = await test.Session.PublishAsync(new MqttPublish { Topic = "site/a", Payload = new byte[101 - Overhead] }, default);
        Assert.Equal(MqttPublishOutcome.TooLarge, tooLarge.Outcome);
    }

    [Fact]
    public async Task A_topic_name_no_longer_than_the_alias_property_goes_without()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, AliasMaximum(2));
        await Publish(test, "abc", 0, quality: 0);
        Assert.Equal("3007" + "0003616263" + "00" + "30", await connection.ReadHexAsync());
    }

    [Fact]
    public async Task A_broker_that_refuses_an_alias_which_it_offered_gets_none_any_more()
    {
        await using var test = new FakeBrokerFixture();
        using (var first = await test.ConnectAsync(false, AliasMaximum(2)))
        {
            await Publish(test, "site/a", 0, quality: 0);
            await first.ReadAsync();
            await first.SendAsync("E00194");
            Assert.Equal(MqttReasonCode.TopicAliasInvalid, (await test.Ended).Reason);
        }
        using var second = await test.ConnectAsync(false, AliasMaximum(2));
        await Publish(test, "site/a", 0, quality: 0);
        Assert.Equal("300A" + "0006736974652F61" + "00" + "30", await second.ReadHexAsync());
    }

    private static Property AliasMaximum(int maximum) => new(PropertyIdentifier.TopicAliasMaximum, (uint)maximum);

    private static Task<MqttPublishResult> Publish(FakeBrokerFixture test, string topic, int number, int quality = 1) =>
        test.Session.PublishAsync(FakeBrokerFixture.Message(number, quality) with { Topic = topic }, default).AsTask().WaitAsync(Patience.Limit);
}
