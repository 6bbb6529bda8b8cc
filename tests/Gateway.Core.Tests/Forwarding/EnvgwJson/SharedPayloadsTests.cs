using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

public class SharedPayloadsTests
{
    private static readonly ReadingSelection EveryMinute = new(None: false, TimeSpan.FromMinutes(1), OnChange: false);

    private int _rendered;

    [Fact]
    public void Feeds_with_equal_settings_render_a_message_once_and_nothing_is_held_when_all_have_it()
    {
        FeedModel[] feeds = [Feed("a"), Feed("b"), Feed("c")];
        var shared = new SharedPayloads(feeds);
        var taken = feeds.Select(feed => Take(shared, feed, Message(7))).ToList();
        Assert.Equal(1, _rendered);
        Assert.All(taken, payload => Assert.Same(taken[0], payload));
        Assert.Equal(0, shared.Count);
    }

    [Fact]
    public void Each_difference_in_settings_or_in_what_a_message_stands_for_is_rendered_by_itself()
    {
        FeedModel[] feeds =
        [
            Feed("a"), Feed("b"), Feed("plain") with { Compress = false }, Feed("thin") with { Readings = EveryMinute }, Feed("old") with { ProtocolVersion = 4 },
        ];
        var shared = new SharedPayloads(feeds);
        foreach (var feed in feeds) Take(shared, feed, Message(7));
        Assert.Equal(4, _rendered);
        Take(shared, feeds[0], Message(8), from: 8);
        Take(shared, feeds[1], Message(8), from: 6);
        Take(shared, feeds[1], Message(8, epoch: "other"), from: 8);
        Assert.Equal(7, _rendered);
    }

    [Fact]
    public void A_feed_that_is_away_holds_no_more_than_a_few_messages()
    {
        FeedModel[] feeds = [Feed("runs"), Feed("away")];
        var shared = new SharedPayloads(feeds);
        for (int seq = 1; seq <= 500; seq++) Take(shared, feeds[0], Message(seq));
        Assert.Equal(SharedPayloads.MostMessages, shared.Count);
        // And when it comes back it gets what it needs all the same.
        Assert.NotNull(Take(shared, feeds[1], Message(1)));
        Assert.Equal(501, _rendered);
    }

    [Fact]
    public void Feeds_of_one_gateway_send_the_same_bytes_on_their_own_topics()
    {
        FeedModel[] feeds = [Feed("a"), Feed("b") with { TopicRoot = "city/b" }];
        var stored = Samples.Readings(7, (Reading.OfNumber(0, Samples.Time, 7.21), true));
        var shared = new SharedPayloads(feeds);
        var messages = feeds.Select(feed => new EnvgwJsonFormat("nt-h07", feed, shared).Render(stored, Samples.Layout, 7)!.Publish).ToList();
        var alone = new EnvgwJsonFormat("nt-h07", feeds[0]).Render(stored, Samples.Layout, 7)!.Publish;
        Assert.All(messages, message => Assert.Equal(alone.Payload.ToArray(), message.Payload.ToArray()));
        Assert.All(messages, message => Assert.Equal(alone.UserProperties, message.UserProperties));
        Assert.Equal(["envgw1/acme/nt-h07/data/live", "city/b/data/live"], messages.Select(message => message.Topic));
    }

    private static FeedModel Feed(string name) => TestFeeds.Feed() with { Name = name };

    private static StoredMessage Message(long seq, string epoch = "k3f6x2qa") =>
        Samples.Readings(seq, (Reading.OfNumber(0, Samples.Time, 7.21), true)) with { Epoch = epoch };

    private RenderedPayload? Take(SharedPayloads shared, FeedModel feed, StoredMessage stored, long? from = null) =>
        shared.Take(stored, from ?? stored.Seq, PayloadSettings.Of(feed), () =>
        {
            _rendered++;
            return new RenderedPayload([1], IsCompressed: false, "");
        });
}
