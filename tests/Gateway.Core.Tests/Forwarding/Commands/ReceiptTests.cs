using System.Text;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding.Commands;

/// <summary>What a platform says that it has, against what was sealed and sent.</summary>
public class ReceiptTests
{
    [Fact]
    public async Task A_hash_that_is_ours_delivers_and_another_is_an_event_and_delivers_nothing()
    {
        await using var bench = await WithManifestAsync(messages: 4);
        await bench.StoreAsync(6);
        await AcknowledgedAsync(bench, 10);
        Receipt(bench, 7, HeadAt(bench, 7));
        await bench.PassUntil(() => Bookmark(bench).Receipt == 7);

        Receipt(bench, 9, new string('a', 64));
        await bench.PassUntil(() => Named(bench, "platform-disagrees").Count == 1);
        var said = Named(bench, "platform-disagrees")[0];
        Assert.Equal(("platform-disagrees", "hash", 9), (Text(said, "what"), Text(said, "reason"), said.GetProperty("through").GetInt64()));
        Assert.Equal(7, Bookmark(bench).Receipt);
        await bench.PassUntil(() => bench.Loop.Snapshot().PlatformTrouble is { } trouble && trouble.English.Contains("does not fit", StringComparison.Ordinal));

        // Said once, and once more when it is over.
        Receipt(bench, 9, new string('b', 64));
        Receipt(bench, 10, HeadAt(bench, 10));
        await bench.PassUntil(() => Bookmark(bench).Receipt == 10 && bench.Loop.Snapshot().PlatformTrouble is null);
        await bench.PassUntil(() => Named(bench, "platform-agrees").Count == 1);
        Assert.Single(Named(bench, "platform-disagrees"));
    }

    [Fact]
    public async Task A_receipt_beyond_what_was_sealed_is_an_event()
    {
        await using var bench = Bench();
        await bench.StoreAsync(2);
        await AcknowledgedAsync(bench, 2);
        Receipt(bench, 3);
        await bench.PassUntil(() => Named(bench, "platform-disagrees").Count == 1);
        Assert.Equal("beyond", Text(Named(bench, "platform-disagrees")[0], "reason"));
        Assert.Equal(0, Bookmark(bench).Receipt);
    }

    [Fact]
    public async Task A_hash_that_nobody_can_compute_again_counts_as_none()
    {
        // No manifest says where the chain begins.
        await using var bench = Bench();
        await bench.StoreAsync(3);
        await AcknowledgedAsync(bench, 3);
        Receipt(bench, 2, new string('a', 64));
        await bench.PassUntil(() => Bookmark(bench).Receipt == 2);
        Assert.Empty(Named(bench, "platform-disagrees"));
    }

    [Fact]
    public async Task On_a_thinned_feed_a_hash_says_nothing()
    {
        await using var bench = await WithManifestAsync(messages: 4, new ReadingSelection(false, TimeSpan.FromSeconds(60), OnChange: true));
        Receipt(bench, 4, new string('a', 64));
        await bench.PassUntil(() => Bookmark(bench).Receipt > 0);
        Assert.Empty(Named(bench, "platform-disagrees"));
    }

    [Fact]
    public async Task A_platform_that_gave_receipts_and_gives_none_any_more_is_told_of_and_when_it_does_again_too()
    {
        await using var bench = Bench();
        await bench.StoreAsync(2);
        await AcknowledgedAsync(bench, 2);
        Receipt(bench, 2);
        await bench.PassUntil(() => Bookmark(bench).Receipt == 2);
        await bench.StoreAsync(1);
        await AcknowledgedAsync(bench, 3);
        await StoreUntilAsync(bench, () => Of(bench, Lane.Live).Count == 1);
        Assert.Equal("platform-does-not-confirm", Text(Of(bench, Lane.Live)[0], "what"));
        Receipt(bench, 3);
        await StoreUntilAsync(bench, () => Of(bench, Lane.Live).Count == 2);
        Assert.Equal("platform-confirms", Text(Of(bench, Lane.Live)[1], "what"));
    }

    [Fact]
    public async Task A_platform_that_is_required_to_confirm_is_told_of_when_it_never_did_and_any_other_is_not()
    {
        await using var required = new CommandBench(TestFeeds.Feed() with { Compress = false, RequiresReceipts = true });
        await using var optional = Bench();
        foreach (var bench in new[] { required, optional })
        {
            await bench.StoreAsync(2);
            await AcknowledgedAsync(bench, 2);
        }
        await StoreUntilAsync(required, () => Of(required, Lane.Live).Count == 1);
        Assert.Equal(0, Of(required, Lane.Live)[0].GetProperty("receipt").GetInt64());
        int minutes = 0;
        await StoreUntilAsync(optional, () => minutes++ == 15);
        Assert.Empty(Events(optional));
    }

    [Fact]
    public void Ten_minutes_count_from_the_first_that_was_acknowledged_and_not_confirmed()
    {
        var watch = new ConfirmationWatch();
        Assert.False(watch.Look(10, 10, TimeSpan.Zero));
        Assert.False(watch.Look(11, 10, TimeSpan.FromMinutes(30)));
        Assert.False(watch.Look(90, 10, TimeSpan.FromMinutes(39.9)));
        Assert.True(watch.Look(91, 10, TimeSpan.FromMinutes(40)));
        Assert.True(watch.IsLate);
        Assert.False(watch.Look(92, 10, TimeSpan.FromMinutes(50)));
        // Any progress is progress.
        Assert.True(watch.Look(93, 50, TimeSpan.FromMinutes(51)));
        Assert.False(watch.IsLate);
    }

    private static CommandBench Bench(ReadingSelection? readings = null) => new(TestFeeds.Feed(readings) with { Compress = false });

    /// <summary>A running feed whose store has a manifest over the first messages.</summary>
    private static async Task<CommandBench> WithManifestAsync(int messages, ReadingSelection? readings = null)
    {
        var bench = Bench(readings);
        await bench.StoreAsync(messages);
        using var stop = new CancellationTokenSource();
        var manifests = new ManifestLoop(
            new ProofSurroundings("nt-h07", bench.Buffer, () => [], () => [], () => null, () => []), bench.Clock, NullLogger<ManifestLoop>.Instance);
        var running = manifests.RunAsync(stop.Token);
        var asked = manifests.RequestAsync(CancellationToken.None);
        await bench.PassUntil(() => asked.IsCompleted);
        await stop.CancelAsync();
        await running;
        return bench;
    }

    /// <summary>A minute passes with each message.</summary>
    private static async Task StoreUntilAsync(CommandBench bench, Func<bool> condition)
    {
        for (int minute = 0; minute < 60 && !condition(); minute++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            await bench.StoreAsync(1);
            await AcknowledgedAsync(bench, bench.Buffer.Extent(Lane.Live).Last);
        }
    }

    private static Task AcknowledgedAsync(CommandBench bench, long seq) => bench.PassUntil(() => Bookmark(bench).Acknowledged == seq);

    private static Bookmark Bookmark(CommandBench bench) => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live);

    /// <summary>As a platform computes it: over what it received.</summary>
    private static string HeadAt(CommandBench bench, long through)
    {
        var head = new ChainHead();
        foreach (var message in bench.Broker.Received.Where(m => m.Topic.EndsWith("/data/live", StringComparison.Ordinal)).Take((int)through)) head.Add(message.Payload.Span);
        return head.Text;
    }

    private static void Receipt(CommandBench bench, long through, string? hash = null) => bench.Broker.Deliver(new MqttPublish
    {
        Topic = $"{bench.Feed.TopicRoot}/ack/live",
        Payload = Encoding.UTF8.GetBytes($$"""{"epoch":"{{bench.Buffer.Snapshot.Epoch}}","through":{{through}}{{(hash is null ? "" : $",\"hash\":\"{hash}\"")}}}"""),
        Retain = true,
    });

    private static List<JsonElement> Events(CommandBench bench) => [.. bench.Buffer.Read(Lane.Event, 1, 100, 1 << 20)
        .Where(m => m.Kind == MessageKind.Platform).Select(m => JsonDocument.Parse(m.Body).RootElement)];

    private static List<JsonElement> Named(CommandBench bench, string what) => [.. Events(bench).Where(said => Text(said, "what") == what)];

    private static List<JsonElement> Of(CommandBench bench, Lane lane) => [.. Events(bench).Where(said => Text(said, "of") == LaneText.Of(lane))];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
