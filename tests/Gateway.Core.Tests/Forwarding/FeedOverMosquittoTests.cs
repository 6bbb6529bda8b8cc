using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Core.Tests.Forwarding.EnvgwJson;
using Gateway.Mqtt;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>The real client, a real broker, and mosquitto_sub as the platform.</summary>
public sealed class FeedOverMosquittoTests : IAsyncLifetime
{
    private const int Points = 40;
    private const string Root = "envgw1/acme/nt-h07";

    private readonly CancellationTokenSource _stop = new();
    private readonly DurableBuffer _buffer = new(
        new MemoryStore(1L << 30), new BufferSettings { Path = "", CommitEvery = TimeSpan.FromMilliseconds(50) }, TimeProvider.System,
        NullLogger<DurableBuffer>.Instance, () => ClockState.Synchronized);
    private readonly CommandTargets _targets = new(
        (_, _) => Task.FromResult(AcknowledgeResult.Done), (_, _) => Task.FromResult(ShelveResult.Done), (_, _) => Task.FromResult(ShelveResult.Done), () => [],
        (_, _) => false, [], (_, _) => Task.FromResult<IReadOnlyList<string>>([]), _ => Task.FromResult<IReadOnlyList<byte[]>?>([]), () => "{}"u8.ToArray());
    private Layout _layout = null!;
    private Mosquitto _broker = null!;
    private Task _buffering = Task.CompletedTask;
    private Task _forwarding = Task.CompletedTask;
    private IMqttSession? _session;

    private FeedModel Feed => TestFeeds.Feed() with { Port = _broker.Port };

    public async ValueTask InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync(new MosquittoOptions { Persistence = true });
        _buffer.Open();
        _layout = TestSites.LayoutOf(Points);
        _layout = _layout.Numbered(_buffer.UseLayout(_layout));
        _buffering = _buffer.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _forwarding;
        await _buffering;
        _buffer.Dispose();
        await _broker.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_platform_gets_status_birth_descriptor_and_gzipped_readings_with_their_properties()
    {
        await using var platform = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/#"]);
        Start(Feed);
        await StoreAsync(1);

        var status = await platform.WaitForAsync(m => m.Topic == $"{Root}/status");
        Assert.Equal("online", Json(status).GetProperty("state").GetString());
        var birth = await platform.WaitForAsync(m => m.Topic == $"{Root}/birth");
        var descriptor = await platform.WaitForAsync(m => m.Topic == Json(birth).GetProperty("descriptor").GetProperty("topic").GetString());
        Assert.Equal(_layout.Descriptor.ToArray(), Unpack(descriptor.Payload));

        var live = await platform.WaitForAsync(m => m.Topic == $"{Root}/data/live");
        Assert.Equal(0x1F, live.Payload[0]);
        Assert.Equal("application/vnd.envgw.readings.v1+json", live.ContentType);
        Assert.Contains("lane:live", live.UserProperties);
        Assert.Contains("seq:1", live.UserProperties);
        Assert.Contains("encoding:gzip", live.UserProperties);
        Assert.Equal(Points, JsonDocument.Parse(Unpack(live.Payload)).RootElement.GetProperty("readings").GetArrayLength());
    }

    [Fact]
    public async Task Who_subscribes_late_finds_status_birth_and_descriptor_kept_by_the_broker()
    {
        var loop = Start(Feed);
        await StoreAsync(1);
        await Waits.Until(() => loop.Snapshot().SentMessages == 1);
        await using var late = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/#"]);
        foreach (string topic in (string[])["status", "birth", $"desc/{_layout.ShortDigest}"])
            Assert.True((await late.WaitForAsync(m => m.Topic == $"{Root}/{topic}")).Retain);
        Assert.DoesNotContain(late.Messages.Entries, m => m.Topic.Contains("/data/"));
    }

    [Fact]
    public async Task When_the_gateway_dies_the_broker_says_offline_for_this_very_connection()
    {
        await using var platform = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/status"]);
        // 3.1.1 knows no will delay.
        Start(Feed with { ProtocolVersion = 4 });
        var online = await platform.WaitForAsync(m => Json(m).GetProperty("state").GetString() == "online");
        await _session!.DisposeAsync();
        var offline = await platform.WaitForAsync(m => Json(m).GetProperty("state").GetString() == "offline");
        foreach (string member in (string[])["boot", "connection"])
            Assert.Equal(Json(online).GetProperty(member).GetInt64(), Json(offline).GetProperty(member).GetInt64());
    }

    [Fact]
    public async Task A_stop_in_order_leaves_closing_and_no_will()
    {
        await using var platform = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/status"]);
        Start(Feed with { ProtocolVersion = 4 });
        await platform.WaitForAsync(m => Json(m).GetProperty("state").GetString() == "online");
        await _stop.CancelAsync();
        await _forwarding;
        await platform.WaitForAsync(m => Json(m).GetProperty("state").GetString() == "closing");
        await using var late = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/status"]);
        var kept = await late.WaitForAsync(_ => true);
        Assert.Equal("closing", Json(kept).GetProperty("state").GetString());
    }

    [Fact]
    public async Task After_the_broker_was_away_everything_stored_meanwhile_arrives()
    {
        var persistent = new MosquittoSubscriberOptions { PersistentClientId = "platform" };
        await using var platform = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/data/#"], persistent);
        var loop = Start(Feed);
        await StoreAsync(3);
        await Waits.Until(() => loop.Snapshot().SentMessages >= 3);

        await _broker.TerminateAsync();
        await Waits.Until(() => !loop.Snapshot().IsConnected);
        await StoreAsync(5);
        await _buffer.AppendEventAsync(MessageKind.Alarm, Encoding.UTF8.GetBytes("""{"id":"outlet/point0/high"}"""), null, CancellationToken.None);
        Assert.Equal(1, loop.Snapshot().Lanes.Single(lane => lane.Lane == Lane.Event).Waiting);
        await _broker.RestartAsync();

        long last = _buffer.Extent(Lane.Live).Last;
        await Waits.Until(() => _buffer.BookmarkOf(Feed.Name, Lane.Live).Acknowledged == last && _buffer.BookmarkOf(Feed.Name, Lane.Event).Acknowledged == 1);
        for (long seq = 1; seq <= last; seq++)
            await platform.WaitForAsync(m => m.UserProperties.Contains("lane:live") && m.UserProperties.Contains($"seq:{seq} encoding:gzip"));
        await platform.WaitForAsync(m => m.Topic == $"{Root}/data/event");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task A_command_that_is_sent_while_the_gateway_restarts_is_done_afterwards_and_one_that_is_over_by_then_is_refused(int version)
    {
        var feed = Feed with { ProtocolVersion = version };
        using var stop = new CancellationTokenSource();
        await using var platform = await MosquittoSubscriber.StartAsync(_broker, [$"{Root}/reply/scada", $"{Root}/status"]);
        Start(feed, stop.Token);
        // It says that it is there when it has subscribed.
        await platform.WaitForAsync(m => m.Topic.EndsWith("/status", StringComparison.Ordinal));
        await stop.CancelAsync();
        await _forwarding;

        await AskAsync("over", DateTimeOffset.UtcNow.AddSeconds(-1));
        await AskAsync("waits", DateTimeOffset.UtcNow.AddMinutes(5));
        Start(feed);
        var done = await platform.WaitForAsync(m => IsAnswer(m, "waits"));
        Assert.Equal("done", Json(done).GetProperty("state").GetString());
        var over = await platform.WaitForAsync(m => IsAnswer(m, "over"));
        Assert.Equal("expired", Json(over).GetProperty("state").GetString());
    }

    private static bool IsAnswer(MosquittoMessage message, string id) => Json(message).TryGetProperty("id", out var its) && its.GetString() == id;

    private async Task AskAsync(string id, DateTimeOffset expires)
    {
        await using var session = new MqttSession(new MqttSessionOptions { Host = "127.0.0.1", Port = _broker.Port, ClientIdentifier = "scada" }, TimeProvider.System);
        await session.ConnectAsync(CancellationToken.None);
        string json = $$"""{"version":"1.0","kind":"command","id":"{{id}}","by":"scada","expires":{{expires.ToUnixTimeMilliseconds()}},"reply":"scada"}""";
        await session.PublishAsync(new MqttPublish { Topic = $"{Root}/cmd/describe", Payload = Encoding.UTF8.GetBytes(json) }, CancellationToken.None);
    }

    private FeedLoop Start(FeedModel feed, CancellationToken? stop = null)
    {
        var sessions = FeedSessions.With(new FeedSecrets(_ => default, _ => ""), TimeProvider.System);
        var around = new FeedSurroundings(Samples.Identity, _layout, _buffer, request => _session = sessions(request), () => ClockState.Synchronized) { Targets = _targets };
        var loop = new FeedLoop(feed, around, TimeProvider.System, NullLogger<FeedLoop>.Instance, new Random(1));
        _forwarding = loop.RunAsync(stop ?? _stop.Token);
        return loop;
    }

    private async Task StoreAsync(int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            long last = _buffer.Extent(Lane.Live).Last;
            using var scan = new Scan(0, Points, 0);
            for (int point = 0; point < Points; point++) scan.Add(Reading.OfNumber(point, Samples.Time + (batch * 1_000), 7.21));
            await _buffer.AppendAsync(scan, CancellationToken.None);
            await _buffer.WaitForMoreAsync(Lane.Live, last, CancellationToken.None);
        }
    }

    private static JsonElement Json(MosquittoMessage message) => JsonDocument.Parse(message.Payload).RootElement;

    private static byte[] Unpack(byte[] payload)
    {
        using var gzip = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }
}
