using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding.Proof;

public class ManifestLoopTests
{
    [Fact]
    public async Task The_chain_of_a_manifest_is_the_one_a_receiver_computes_from_what_it_got_and_goes_on_after_a_restart_of_the_program()
    {
        await using var bench = new FeedBench().Start();
        await bench.StoreAsync(3);
        await bench.StoreEventAsync();
        var first = await RoundAsync(bench);
        await bench.StoreAsync(2);
        var second = await RoundAsync(bench);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 5);

        var payloads = bench.Broker.Received.Where(m => m.Topic.EndsWith("/data/live", StringComparison.Ordinal)).Select(m => m.Payload.ToArray()).ToList();
        Assert.Equal((1L, 3L), (Span(first[Lane.Live]).First, Span(first[Lane.Live]).To));
        Assert.Equal((1L, 5L), (Span(second[Lane.Live]).First, Span(second[Lane.Live]).To));
        Assert.Equal(ChainOf(payloads.Take(3)), first[Lane.Live].GetProperty("chain").GetString());
        Assert.Equal(ChainOf(payloads), second[Lane.Live].GetProperty("chain").GetString());
        Assert.Equal((1L, 1L), (Span(second[Lane.Event]).First, Span(second[Lane.Event]).To));
        Assert.Equal((1L, 0L), (Span(second[Lane.Fill]).First, Span(second[Lane.Fill]).To));
        // An hour of virtual time may pass in between: each manifest goes on where the one before ended.
        foreach (var ofLane in Stored(bench).Select(m => m.Body).GroupBy(Of))
        {
            foreach (var (before, after) in ofLane.Zip(ofLane.Skip(1)))
            {
                Assert.Equal(before.GetProperty("to").GetInt64() + 1, after.GetProperty("from").GetInt64());
                Assert.Equal(before.GetProperty("chain").GetString(), after.GetProperty("chain_before").GetString());
            }
        }
        Assert.Equal(12 + 8, Stored(bench).Where(m => Of(m.Body) == "live").Sum(m => m.Body.GetProperty("readings").GetInt64()));
    }

    [Fact]
    public async Task Manifests_of_all_lanes_come_every_hour()
    {
        await using var bench = new FeedBench();
        await using var running = new RunningManifests(bench);
        await bench.PassUntil(() => bench.Buffer.Extent(Lane.Diag).Last >= 4, TimeSpan.FromSeconds(2));
        Assert.True(running.Elapsed >= ManifestLoop.Every);
        await bench.PassUntil(() => bench.Buffer.Extent(Lane.Diag).Last >= 8, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData(0, 60)]
    [InlineData(50, 10)]
    [InlineData(70, 0)]
    [InlineData(-1_000_000, 60)]
    [InlineData(50_000_000, 0)]
    public void The_hour_goes_on_through_a_restart_and_a_stepped_clock_makes_it_no_longer(int? minutesSinceLast, int minutesToWait)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_763_757_000);
        long? lastMs = minutesSinceLast is { } since ? (now - TimeSpan.FromMinutes(since)).ToUnixTimeMilliseconds() : null;
        Assert.Equal(TimeSpan.FromMinutes(minutesToWait), ManifestLoop.UntilFirst(lastMs, now));
    }

    [Fact]
    public async Task A_new_epoch_closes_the_one_before_with_what_was_lost()
    {
        await using var bench = new FeedBench().Start();
        await bench.StoreAsync(3);
        string old = bench.Buffer.Snapshot.Epoch;
        await RoundAsync(bench);
        await bench.StoreAsync(1);
        // The memory store begins a new epoch each time it is opened.
        await bench.RestartAsync();
        await bench.StoreAsync(2);
        await using var running = new RunningManifests(bench);
        // A machine that is slow lets an hour of virtual time pass, and more manifests than these are made.
        string epoch = bench.Buffer.Snapshot.Epoch;
        await bench.PassUntil(() => Live(bench).Any(m => m.GetProperty("epoch").GetString() == epoch), TimeSpan.FromMilliseconds(20));

        var closing = Assert.Single(Live(bench), m => m.GetProperty("closes").GetBoolean());
        Assert.Equal((old, (1L, 4L, 4L)), (closing.GetProperty("epoch").GetString(), Span(closing)));
        var next = Live(bench).First(m => m.GetProperty("epoch").GetString() == epoch);
        Assert.Equal((5L, 5L, 6L), Span(next));
        Assert.Equal(new string('0', 64), next.GetProperty("chain_before").GetString());
    }

    [Fact]
    public void Coverage_expects_what_the_read_interval_asks_for_the_time_the_gateway_was_off_included()
    {
        var layout = TestSites.LayoutOf(2).Numbered(1);
        var chain = LaneChain.Begin(Lane.Live, "k3f6x2qa", 1);
        for (int second = 0; second <= 10; second++) chain.Add(Batch(1 + second, second * 1_000, second % 5 == 0), layout, "{}"u8);
        chain.Add(Batch(12, 20_000, false), layout, "{}"u8);
        var coverage = chain.Take(closes: false).Coverage;

        Assert.Equal(new PointCoverage(20, 9, 3), coverage["outlet/point0"]);
        Assert.Equal(new PointCoverage(20, 0, 0), coverage["outlet/point1"]);
        Assert.Empty(chain.Take(closes: false).Coverage);
    }

    [Fact]
    public void What_is_gone_from_the_store_is_named_and_left_out_of_the_chain()
    {
        var chain = LaneChain.Begin(Lane.Live, "k3f6x2qa", 1);
        chain.Add(Batch(1, 1_000, false), null, "one"u8);
        chain.Add(Batch(4, 2_000, false), null, "four"u8);
        chain.Pass(6);
        chain.Pass(7);
        var manifest = chain.Take(closes: true);

        Assert.Equal([(2, 3), (5, 7)], manifest.Unchained);
        Assert.Equal((1, 7, 2), (manifest.From, manifest.To, manifest.Messages));
        Assert.Equal(ChainOf(["one"u8.ToArray(), "four"u8.ToArray()]), manifest.Head);
    }

    [Fact]
    public void A_manifest_of_very_many_points_comes_in_parts_that_every_broker_takes()
    {
        var coverage = Enumerable.Range(0, 5_000).ToDictionary(n => $"a-device-with-a-long-name-{n}/turbidity", n => new PointCoverage(3_600, 3_600, n));
        var manifest = new Manifest(Lane.Live, "k3f6x2qa", 1, 1, 2, 2, 2, 1, 1, coverage, [], new string('0', 64), new string('1', 64), false) { AtMs = 1 };
        var parts = ManifestBody.Of(manifest, [], []).Select(body => (body.Length, Json: JsonDocument.Parse(body).RootElement)).ToList();

        Assert.All(parts, part => Assert.InRange(part.Length, 1, 44 * 1024));
        Assert.Equal(Enumerable.Range(1, parts.Count), parts.Select(part => part.Json.GetProperty("part").GetInt32()));
        Assert.Equal(5_000, parts.Sum(part => part.Json.GetProperty("coverage").EnumerateObject().Count()));
        Assert.Equal(1, parts.Count(part => part.Json.TryGetProperty("chain", out _)));
    }

    /// <summary>What a receiver does; written a second time on purpose.</summary>
    private static string ChainOf(IEnumerable<byte[]> payloads)
    {
        byte[] head = new byte[32];
        foreach (byte[] payload in payloads) head = SHA256.HashData([.. head, .. SHA256.HashData(payload)]);
        return Convert.ToHexStringLower(head);
    }

    private static StoredMessage Batch(long seq, long wallMs, bool isBad)
    {
        using var writer = new ReadingsWriter();
        writer.Append(isBad ? Reading.Missing(0, wallMs, Quality.Bad(QualityReason.Timeout)) : Reading.OfNumber(0, wallMs, 7.2), true);
        return new StoredMessage(Lane.Live, seq, "k3f6x2qa", 1, MessageKind.Readings, wallMs + 1, wallMs, ClockState.Synchronized, 1, 1, writer.Seal());
    }

    /// <summary>Starts a program's manifests anew, has a round made, and ends it.</summary>
    private static async Task<Dictionary<Lane, JsonElement>> RoundAsync(FeedBench bench)
    {
        await using var running = new RunningManifests(bench);
        var asked = running.Loop.RequestAsync(CancellationToken.None);
        await bench.PassUntil(() => asked.IsCompleted);
        var bodies = await asked;
        return bodies!.Select(body => JsonDocument.Parse(body).RootElement).ToDictionary(body => Lanes[Of(body)]);
    }

    private static Dictionary<string, Lane> Lanes { get; } = LaneText.All.ToDictionary(LaneText.Of);

    private static string Of(JsonElement manifest) => manifest.GetProperty("of").GetString()!;

    private static (long First, long From, long To) Span(JsonElement manifest) =>
        (manifest.GetProperty("first").GetInt64(), manifest.GetProperty("from").GetInt64(), manifest.GetProperty("to").GetInt64());

    private static IEnumerable<JsonElement> Live(FeedBench bench) => Stored(bench).Select(m => m.Body).Where(m => Of(m) == "live");

    private static IEnumerable<(long Seq, JsonElement Body)> Stored(FeedBench bench) => bench.Buffer.Read(Lane.Diag, 1, 100, 1 << 20)
        .Where(m => m.Kind == MessageKind.Manifest).Select(m => (m.Seq, JsonDocument.Parse(m.Body).RootElement));

    private sealed class RunningManifests : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _runs;
        private readonly FeedBench _bench;
        private readonly long _started;

        public RunningManifests(FeedBench bench)
        {
            _bench = bench;
            _started = bench.Clock.GetTimestamp();
            var around = new ProofSurroundings("nt-h07", bench.Buffer, () => [], () => [], () => null, () => []);
            Loop = new ManifestLoop(around, bench.Clock, NullLogger<ManifestLoop>.Instance);
            _runs = Loop.RunAsync(_stop.Token);
        }

        public ManifestLoop Loop { get; }

        public TimeSpan Elapsed => _bench.Clock.GetElapsedTime(_started);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _runs;
            _stop.Dispose();
        }
    }
}
