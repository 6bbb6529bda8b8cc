using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Receiving;
using Gateway.Core.Site;
using Gateway.Core.Tests.Forwarding;
using Gateway.Mqtt;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Receiving;

/// <summary>A receiver beside a real feed with its manifests and commands, over a line that a test can damage.</summary>
public sealed class ReceiverTests : IAsyncLifetime
{
    private const string Raised = """
        {"id":"outlet/point0/high","occurrence":"01JD7XQ8Z4M2","kind":"high","point":"outlet/point0","device":"outlet","from":"NORMAL","to":"UNACK",
        "priority":2,"time":1763757030120,"since":1763757000120,"value":1.42,"setpoint":0.8,"unit":"{NTU}","source":"site","actor":null}
        """;

    private readonly CancellationTokenSource _stop = new();
    private FeedBench? _started;
    private ManifestLoop _manifests = null!;
    private Task _proving = Task.CompletedTask;
    private readonly List<string> _receipts = [];
    private int _seen;

    private FeedBench Bench => _started!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _proving;
        if (_started is not null) await _started.DisposeAsync();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_a_line_that_loses_a_third_of_everything_it_gets_and_proves_all_of_it_by_asking(bool isThinned)
    {
        Start(isThinned ? new ReadingSelection(false, TimeSpan.FromSeconds(60), true) : ReadingSelection.All);
        await Bench.StoreAsync(20, isThinned ? static _ => 7.2 : null);
        await Bench.StoreEventAsync(Raised);
        await Bench.StoreAsync(10);
        var receiver = NewReceiver(BackfillScope.All);
        int losing = 0;
        // What is required is what was heard of when listening ended: all of it is under way first, and the newest is not among the lost.
        static bool IsNewest(MqttPublish message) => Encoding.UTF8.GetString(message.Payload.Span).Contains("\"lane\":\"live\",\"seq\":30,", StringComparison.Ordinal);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Event).Length > 0 && Bench.Seqs(Lane.Live).Length >= (isThinned ? 1 : 30));
        await Bench.PassUntil(() => Bring(receiver, message => IsSealed(message) && !IsNewest(message) && message.UserProperties.All(p => p.Key != "rp") && losing++ % 3 == 0)
            .Gateways.Any());
        receiver.Settle();
        Assert.False(ReceiverReport.Of(receiver).IsProven);
        await ProvenAsync(receiver);

        var lanes = ReceiverReport.Of(receiver).Gateways.Single().Lanes.ToDictionary(lane => lane.Lane);
        Assert.Equal((1L, 0), (lanes["live"].From, lanes["live"].Missing.Count));
        Assert.Equal(isThinned ? 0 : 30, lanes["live"].ChainedTo);
        // The one alarm may be among the lost, and then nothing that was heard spoke of it.
        Assert.Empty(lanes["event"].Missing);
        if (!isThinned) Assert.Equal(30, lanes["live"].Messages);
    }

    [Fact]
    public async Task Where_the_broker_keeps_no_birth_the_gateway_is_asked_for_one_first_and_what_it_speaks_of_is_proven()
    {
        Start(ReadingSelection.All);
        await Bench.StoreAsync(5);
        await Bench.StoreEventAsync(Raised);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Event).Length == 1 && Bench.Seqs(Lane.Live).Length == 5);
        // Who comes late hears nothing of the past, and then one batch of readings.
        _seen = Bench.Broker.Received.Count;
        await Bench.StoreAsync(1);
        var receiver = NewReceiver(BackfillScope.All);
        await Bench.PassUntil(() => Bring(receiver, _ => false).Gateways.Any());
        receiver.Settle();
        // Of a lane that is not frozen each manifest states all but the message that it is itself.
        await ProvenAsync(receiver);
        var lanes = ReceiverReport.Of(receiver).Gateways.Single().Lanes.ToDictionary(lane => lane.Lane);
        Assert.Equal((1L, 6L), (lanes["live"].From, lanes["live"].To));
        Assert.Equal(1, lanes["event"].From);
    }

    [Fact]
    public async Task What_a_line_damages_is_refused_on_arrival_and_asked_for_again()
    {
        Start(ReadingSelection.All);
        await Bench.StoreAsync(5);
        var receiver = NewReceiver(BackfillScope.All);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Live).Length == 5);
        int damaging = 0;
        Bring(receiver, _ => false, message => IsSealed(message) && damaging++ == 2 ? message with { Payload = Changed(message, "7", "9").Payload } : message);
        receiver.Settle();
        await ProvenAsync(receiver);
        var report = ReceiverReport.Of(receiver);
        Assert.Equal((1, 0), (report.Damaged, report.Invalid));
        Assert.Contains(report.Findings(), line => line.English.Contains("damaged", StringComparison.Ordinal));
        Assert.Empty(report.Gateways.Single().Lanes.SelectMany(lane => lane.Altered));
    }

    [Fact]
    public async Task An_altered_message_is_found_by_the_chain_and_mended_by_a_backfill_and_stays_a_finding()
    {
        Start(ReadingSelection.All);
        await Bench.StoreAsync(5);
        var receiver = NewReceiver(BackfillScope.All);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Live).Length == 5);
        Bring(receiver, _ => false, message => message.Topic.EndsWith("/data/live", StringComparison.Ordinal)
            ? Changed(message, "\"boot\":1", "\"boot\":2")
            : message);
        receiver.Settle();
        await Bench.PassUntil(() => ReceiverReport.Of(Bring(receiver, _ => false)).Gateways.Single().Lanes.Any(lane => lane.Broken.Count > 0), TimeSpan.FromSeconds(1));
        Assert.Contains(ReceiverReport.Of(receiver).Unproven(), line => line.English.Contains("live", StringComparison.Ordinal) && line.English.Contains("the hash chain", StringComparison.Ordinal));

        await ProvenAsync(receiver);
        var live = ReceiverReport.Of(receiver).Gateways.Single().Lanes.Single(lane => lane.Lane == "live");
        Assert.Equal([1L, 5L], Assert.Single(live.Altered));
        Assert.Contains(ReceiverReport.Of(receiver).Findings(), line => line.English.Contains("came altered, and as sealed; the chain proves the one that is kept: 1-5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_platform_that_has_what_was_sealed_is_believed_and_one_that_has_something_else_is_told_so_until_it_is_mended()
    {
        Start(ReadingSelection.All);
        var receiver = new Receiver(new ReceiverOptions { Client = "test", Backfill = BackfillScope.All, SendsReceipts = true });
        await Bench.StoreAsync(3);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Live).Length == 3);
        Bring(receiver, _ => false);
        var stated = _manifests.RequestAsync(CancellationToken.None);
        // The first may come before a manifest that says what its hash should be.
        await Bench.PassUntil(() => Bring(receiver, _ => false) is not null && stated.IsCompleted && Live.Delivered == 3
            && _receipts.Exists(receipt => receipt.Contains("\"hash\"", StringComparison.Ordinal) && receipt.Contains("\"through\":3", StringComparison.Ordinal)));

        await Bench.StoreAsync(1);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Live).Length == 4);
        Bring(receiver, _ => false, message => message.Topic.EndsWith("/data/live", StringComparison.Ordinal) ? Changed(message, "\"boot\":1", "\"boot\":2") : message);
        // While time flies here, it may be that the platform is thought late before its receipt was looked at.
        await Bench.PassUntil(() => Bring(receiver, _ => false) is not null && Trouble.Contains("does not fit", StringComparison.Ordinal));
        Assert.Equal(3, Live.Delivered);

        // The next manifest tells the platform which one it is, and it asks for it.
        receiver.Settle();
        await ProvenAsync(receiver);
        await Bench.PassUntil(() => Bring(receiver, _ => false) is not null && Bench.Loop.Snapshot().PlatformTrouble is null && Live.Delivered == 4);
    }

    [Fact]
    public async Task Who_may_not_ask_asks_nothing_and_says_what_no_manifest_states()
    {
        Start(ReadingSelection.All);
        await Bench.StoreAsync(5);
        await Bench.PassUntil(() => Bench.Seqs(Lane.Live).Length == 5);
        var silent = NewReceiver(BackfillScope.None);
        // Manifests do not get through.
        foreach (var message in Bench.Broker.Received.Where(message => !message.Topic.EndsWith("/diag", StringComparison.Ordinal)))
            silent.Take(message with { Retain = false }, TimeSpan.Zero, 0);
        silent.Settle();
        Assert.Empty(silent.CommandsDue(TimeSpan.FromHours(1), 0));
        Assert.Contains(ReceiverReport.Of(silent).Unproven(), line => line.English.Contains("in no manifest: 1-5", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_payload_on_any_topic_is_answered_and_never_an_exception()
    {
        var receiver = NewReceiver(BackfillScope.All);
        byte[][] payloads = [[], "{"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), [0x1F, 0x8B, 1, 2, 3], """{"kind":"birth"}"""u8.ToArray(), """{"kind":7}"""u8.ToArray()];
        string[] topics = ["status", "birth", "data/live", "data/none", "desc/12345678", "desc/12345678/0", "reply/me", "cmd/backfill", "", "#"];
        foreach (string topic in topics)
        {
            foreach (byte[] payload in payloads) Assert.Null(receiver.Take(new MqttPublish { Topic = $"envgw1/a/b/{topic}", Payload = payload }, TimeSpan.Zero, 0));
        }
        Assert.True(receiver.Faulty > 0);
        Assert.False(ReceiverReport.Of(receiver).IsProven);
    }

    [Fact]
    public async Task What_was_stored_and_read_back_proves_the_same()
    {
        Start(ReadingSelection.All);
        using var folder = new TemporaryFolder();
        var store = new ReceivedStore(folder["received"]);
        var receiver = NewReceiver(BackfillScope.All);
        await Bench.StoreAsync(5);
        var manifests = _manifests.RequestAsync(CancellationToken.None);
        await Bench.PassUntil(() => manifests.IsCompleted && Bench.Sealed(Lane.Diag).Length >= 4);
        foreach (var message in Bench.Broker.Received)
        {
            if (receiver.Take(message with { Retain = false }, TimeSpan.Zero, 0) is { } received) Assert.True(store.Append(received));
        }
        store.Flush();
        string live = Directory.GetFiles(folder["received"], "*.live.jsonl", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(live, "{\"cut");

        var again = NewReceiver(BackfillScope.All);
        foreach (var (root, json) in new ReceivedStore(folder["received"]).Read()) Assert.True(again.TakeStored(root, json, TimeSpan.Zero));
        Assert.Equal(receiver.Gateways.Single().Lanes.Sum(lane => lane.Messages), again.Gateways.Single().Lanes.Sum(lane => lane.Messages));
        Assert.Equal(Bench.Feed.TopicRoot, again.Gateways.Single().Root);
        Assert.Equal('\n', (await File.ReadAllTextAsync(live))[^1]);
    }

    [Theory]
    [InlineData("..", "..")]
    [InlineData("a/../../b", "/etc")]
    public void A_gateways_name_leads_out_of_no_folder(string root, string gateway)
    {
        using var folder = new TemporaryFolder();
        var store = new ReceivedStore(folder["received"]);
        store.Append(new ReceivedMessage(root, new SealedMessage(gateway, "k3f6x2qa", Lane.Live, 1, 1, []) { NewestMs = 0 }, "{}"u8.ToArray()));
        store.Flush();
        Assert.Single(Directory.GetFiles(folder["received"], "k3f6x2qa.live.jsonl", SearchOption.AllDirectories));
        Assert.Equal(root, Assert.Single(store.Read()).Root);
    }

    private LaneSnapshot Live => Bench.Loop.Snapshot().Lanes.Single(lane => lane.Lane == Lane.Live);

    private static bool IsSealed(MqttPublish message) => message.Topic.Contains("/data/", StringComparison.Ordinal);

    /// <summary>As somebody alters it who knows of the sum.</summary>
    private static MqttPublish Changed(MqttPublish message, string from, string to) => PayloadSum.Add(
        message with { Payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message.Payload.Span).Replace(from, to, StringComparison.Ordinal)) });

    private string Trouble => Bench.Loop.Snapshot().PlatformTrouble?.English ?? "";

    private static Receiver NewReceiver(BackfillScope scope) => new(new ReceiverOptions { Client = "test", Backfill = scope });

    private void Start(ReadingSelection readings)
    {
        var targets = new CommandTargets(
            (_, _) => Task.FromResult(AcknowledgeResult.Done), (_, _) => Task.FromResult(ShelveResult.Done), (_, _) => Task.FromResult(ShelveResult.Done), () => [], (_, _) => false, [], (_, _) => Task.FromResult<IReadOnlyList<string>>([]), cancel => _manifests.RequestAsync(cancel), () => "{}"u8.ToArray());
        _started = new FeedBench(TestFeeds.Feed(readings) with { Compress = false }) { Targets = targets };
        _manifests = new ManifestLoop(
            new ProofSurroundings("nt-h07", Bench.Buffer, () => [], () => [], () => null, () => []), Bench.Clock, NullLogger<ManifestLoop>.Instance);
        _proving = _manifests.RunAsync(_stop.Token);
        Bench.Start();
    }

    private async Task ProvenAsync(Receiver receiver)
    {
        try
        {
            await Bench.PassUntil(() => ReceiverReport.Of(Bring(receiver, _ => false)).IsProven, TimeSpan.FromMilliseconds(100));
        }
        catch (Exception inVain)
        {
            throw new Xunit.Sdk.XunitException(string.Join('\n', ReceiverReport.Of(receiver).Unproven()), inVain);
        }
    }

    /// <summary>Brings the receiver what came since, and the gateway what the receiver asks.</summary>
    private Receiver Bring(Receiver receiver, Func<MqttPublish, bool> isLost, Func<MqttPublish, MqttPublish>? change = null)
    {
        var now = TimeSpan.FromSeconds(Bench.Clock.GetTimestamp() / (double)Bench.Clock.TimestampFrequency);
        long nowMs = Bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var received = Bench.Broker.Received;
        for (; _seen < received.Count; _seen++)
        {
            // A broker that hands a message on at once says nothing of retaining it.
            var message = received[_seen] with { Retain = false };
            if (!isLost(message)) receiver.Take(change?.Invoke(message) ?? message, now, nowMs);
        }
        foreach (var receipt in receiver.ReceiptsDue(now, isLast: false))
        {
            _receipts.Add(Encoding.UTF8.GetString(receipt.Payload.Span));
            Bench.Broker.Deliver(receipt);
        }
        foreach (var command in receiver.CommandsDue(now, nowMs)) Bench.Broker.Deliver(command);
        return receiver;
    }
}
