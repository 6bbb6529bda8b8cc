using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>Feeds as tests need them.</summary>
internal static class TestFeeds
{
    public static FeedModel Feed(ReadingSelection? readings = null) => new()
    {
        Number = 0,
        Name = "supervision",
        Host = "127.0.0.1",
        Port = 1883,
        TopicRoot = "envgw1/acme/nt-h07",
        ClientIdentifier = "nt-h07",
        Readings = readings ?? ReadingSelection.All,
        // Virtual time runs ahead of the buffer: only tests that mean it have a backlog.
        LiveFirstAfter = TimeSpan.MaxValue,
    };
}
