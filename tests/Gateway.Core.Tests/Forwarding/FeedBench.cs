using System.Text;
using System.Text.Json;
using Gateway.Core.Auditing;
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

/// <summary>A feed over a running buffer, a memory store, a scripted broker and the test clock.</summary>
internal class FeedBench : IAsyncDisposable
{
    public const int Points = 4;

    private readonly BufferSettings _settings = new() { Path = "" };
    private CancellationTokenSource _stopBuffer = new();
    private CancellationTokenSource _stopFeed = new();
    private Task _bufferRuns = Task.CompletedTask;
    private Task _feedRuns = Task.CompletedTask;

    public FeedBench(FeedModel? feed = null, int seed = 1)
    {
        Feed = feed ?? (TestFeeds.Feed() with { Compress = false });
        Random = new Random(seed);
        OpenBuffer();
    }

    public FeedModel Feed { get; }

    public Random Random { get; }

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero));

    public MemoryStore Store { get; } = new(1L << 30);

    public ScriptedBroker Broker { get; } = new();

    public DurableBuffer Buffer { get; private set; } = null!;

    public Layout Layout { get; private set; } = null!;

    /// <summary>Who does what commands ask.</summary>
    public CommandTargets? Targets { get; init; }

    public MemoryAuditLog Audit => field ??= new MemoryAuditLog(Clock);

    public FeedLoop Loop { get; private set; } = null!;

    /// <summary>Sequences received in a lane, repeats included, in order.</summary>
    public long[] Seqs(Lane lane) => [.. Sealed(lane).Select(json => json.GetProperty("seq").GetInt64())];

    public JsonElement[] Sealed(Lane lane) => [.. Broker.Received.Where(m => m.Topic == $"{Feed.TopicRoot}/data/{LaneText.Of(lane)}")
        .Select(m => JsonDocument.Parse(m.Payload).RootElement)];

    public FeedBench Start()
    {
        _stopFeed = new CancellationTokenSource();
        Loop = NewLoop(Feed);
        _feedRuns = Loop.RunAsync(_stopFeed.Token);
        return this;
    }

    public FeedLoop NewLoop(FeedModel feed, Func<FeedSessionRequest, IMqttSession>? sessions = null) => new(
        feed, new FeedSurroundings(Samples.Identity, Layout, Buffer, sessions ?? Broker.Session, () => ClockState.Synchronized) { Targets = Targets, Audit = Audit }, Clock,
        NullLogger<FeedLoop>.Instance, new Random(Random.Next()));

    public bool HasFeedEnded => _feedRuns.IsCompletedSuccessfully;

    /// <summary>Tells the feed to stop; the clock stands still.</summary>
    public Task RequestStopAsync() => _stopFeed.CancelAsync();

    /// <summary>Stops the feed; time passes for as long as it takes.</summary>
    public async Task StopFeedAsync()
    {
        await RequestStopAsync();
        await PassUntil(() => _feedRuns.IsCompleted);
        await _feedRuns;
    }

    /// <summary>The process ends and starts again: everything but the store is gone.</summary>
    /// <param name="points">How many points the site has from then on.</param>
    public async Task RestartAsync(int points = Points)
    {
        await StopFeedAsync();
        await StopBufferAsync();
        OpenBuffer(points);
        Start();
    }

    /// <summary>Stores batches of readings, one commit each.</summary>
    public async Task StoreAsync(int batches, Func<int, double>? value = null)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            long last = Buffer.Extent(Lane.Live).Last;
            using (var scan = new Scan(0, Points, Clock.GetTimestamp()))
            {
                for (int point = 0; point < Points; point++) scan.Add(Reading.OfNumber(point, NowMs, value?.Invoke(point) ?? last));
                await Buffer.AppendAsync(scan, CancellationToken.None);
            }
            await PassUntil(() => Buffer.Extent(Lane.Live).Last > last, TimeSpan.FromMilliseconds(500));
        }
    }

    public async Task StoreEventAsync(string body = """{"id":"outlet/point0/high"}""")
    {
        var stored = Buffer.AppendEventAsync(MessageKind.Alarm, Encoding.UTF8.GetBytes(body), null, CancellationToken.None).AsTask();
        await PassUntil(() => stored.IsCompleted, TimeSpan.FromMilliseconds(50));
        await stored;
    }

    /// <summary>Lets time pass until something is so.</summary>
    public Task PassUntil(Func<bool> condition, TimeSpan? step = null) => Waits.Until(() =>
    {
        if (condition()) return true;
        Clock.Advance(step ?? TimeSpan.FromMilliseconds(250));
        return condition();
    });

    public async ValueTask DisposeAsync()
    {
        await StopFeedAsync();
        await StopBufferAsync();
        _stopFeed.Dispose();
        _stopBuffer.Dispose();
    }

    private long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private void OpenBuffer(int points = Points)
    {
        _stopBuffer = new CancellationTokenSource();
        Buffer = new DurableBuffer(Store, _settings, Clock, NullLogger<DurableBuffer>.Instance, () => ClockState.Synchronized);
        Buffer.Open();
        Layout = TestSites.LayoutOf(points);
        Layout = Layout.Numbered(Buffer.UseLayout(Layout));
        _bufferRuns = Buffer.RunAsync(_stopBuffer.Token);
    }

    private async Task StopBufferAsync()
    {
        await _stopBuffer.CancelAsync();
        await PassUntil(() => _bufferRuns.IsCompleted);
        await _bufferRuns;
        Buffer.Dispose();
    }
}
