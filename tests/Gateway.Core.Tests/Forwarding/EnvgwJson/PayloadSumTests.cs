using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Readings;
using Gateway.Core.Receiving;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

public class PayloadSumTests
{
    [Fact]
    public void Any_bit_that_flips_in_a_short_message_is_found_by_its_sum()
    {
        var message = Short(TestFeeds.Feed());
        Assert.True(message.Payload.Length < PayloadCoding.ShortestCompressed);
        Assert.Equal(Arrival(message), (0L, 0L, 1));
        int bits = message.Payload.Length * 8;
        Prop.ForAll(Gen.Choose(0, bits - 1).NonEmptyListOf().ToArbitrary(), flipped =>
        {
            // Up to three at once are always found; more are with all but one in four thousand million.
            var altered = Flipped(message, [.. flipped.Distinct().Take(3)]);
            return Arrival(altered) == (1L, 0L, 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Without_the_sum_a_digit_may_become_another_and_nobody_notices()
    {
        var message = Short(TestFeeds.Feed()) with { UserProperties = [] };
        string text = Encoding.UTF8.GetString(message.Payload.Span);
        int digit = text.IndexOf("7.21", StringComparison.Ordinal);
        Assert.Equal((0L, 0L, 1), Arrival(Flipped(message, [digit * 8])));
    }

    [Fact]
    public void A_feed_that_speaks_3_1_1_by_its_settings_compresses_short_messages_too_because_gzip_has_a_check_of_its_own()
    {
        var message = Short(TestFeeds.Feed() with { ProtocolVersion = 4 }) with { UserProperties = [] };
        Assert.Equal(0x1F, message.Payload.Span[0]);
        Assert.Equal((0L, 0L, 1), Arrival(message));
        // The header of RFC 1952 says nothing of the contents; behind it each bit counts.
        for (int bit = 80; bit < message.Payload.Length * 8; bit++) Assert.Equal((0L, 1L, 0), Arrival(Flipped(message, [bit])));
    }

    [Fact]
    public void Everything_that_a_gateway_says_carries_its_sum_and_pieces_their_own()
    {
        var pieces = Samples.Announcements().Descriptor(LayoutOfMany(), 1024);
        Assert.True(pieces.Count > 2);
        foreach (var message in pieces.Append(Samples.Announcements().Status(GatewayState.Online, 1, 1)))
        {
            Assert.Single(message.UserProperties, property => property.Key == PayloadSum.Property);
            Assert.True(PayloadSum.IsRight(message));
        }
    }

    private static Layout LayoutOfMany() => TestSites.LayoutOf(200).Numbered(2);

    private static MqttPublish Short(FeedModel feed)
    {
        var stored = Samples.Readings(182_734, (Reading.OfNumber(0, Samples.Time, 7.21), true));
        return new EnvgwJsonFormat("nt-h07", feed).Render(stored, Samples.Layout, 182_734)!.Publish;
    }

    private static MqttPublish Flipped(MqttPublish message, IReadOnlyList<int> bits)
    {
        byte[] payload = message.Payload.ToArray();
        foreach (int bit in bits) payload[bit / 8] ^= (byte)(1 << (bit % 8));
        return message with { Payload = payload };
    }

    /// <returns>How many were refused for their sum, how many for their form, and how many were taken.</returns>
    private static (long Damaged, long Faulty, int Taken) Arrival(MqttPublish message)
    {
        var receiver = new Receiver(new ReceiverOptions { Client = "test" });
        int taken = receiver.Take(message, TimeSpan.Zero, 0) is null ? 0 : 1;
        return (receiver.Damaged, receiver.Faulty, taken);
    }
}
