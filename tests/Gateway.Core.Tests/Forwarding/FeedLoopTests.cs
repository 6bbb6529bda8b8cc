using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

public class FeedLoopTests
{
    private static readonly MqttReasonCode[] _passing =
        [MqttReasonCode.UnspecifiedError, MqttReasonCode.ImplementationSpecificError, MqttReasonCode.QuotaExceeded];

    [Fact]
    public async Task A_feed_says_who_it_is_and_then_sends_what_was_stored_before_it_started()
    {
        await using var bench = new FeedBench();
        await bench.StoreAsync(3);
        await bench.StoreEventAsync();
        bench.Start();
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 3 && Acknowledged(bench, Lane.Event) == 1);

        string root = bench.Feed.TopicRoot;
        string desc = $"{root}/desc/{bench.Layout.ShortDigest}";
        Assert.Equal(
            [
                (root + "/status", true), (root + "/birth", true), (root + "/birth", false), (desc, true),
                (root + "/data/event", false), (root + "/data/live", false),
            ],
            bench.Broker.Received.Select(m => (m.Topic, m.Retain)).Take(6));
        Assert.Equal([1, 2, 3], bench.Seqs(Lane.Live));
        Assert.Equal("online", Parse(bench.Broker.Received[0]).GetProperty("state").GetString());
        Assert.Equal("offline", Parse(bench.Broker.LastWill!).GetProperty("state").GetString());
        var lanes = Parse(bench.Broker.Received[1]).GetProperty("lanes");
        Assert.Equal(4, lanes.GetProperty("live").GetProperty("next").GetInt64());
        Assert.Equal(0, lanes.GetProperty("live").GetProperty("acknowledged").GetInt64());
    }

    [Fact]
    public async Task A_backlog_from_before_a_change_of_the_site_comes_with_the_descriptor_it_names()
    {
        await using var bench = new FeedBench();
        string root = bench.Feed.TopicRoot, old = $"{root}/desc/{bench.Layout.ShortDigest}";
        byte[] oldDescriptor = bench.Layout.Descriptor.ToArray();
        await bench.StoreAsync(2);
        await bench.StoreEventAsync();
        await bench.RestartAsync(points: FeedBench.Points + 3);
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 2 && Acknowledged(bench, Lane.Event) == 1);
        await bench.StoreAsync(1);
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 3);

        string now = $"{root}/desc/{bench.Layout.ShortDigest}";
        Assert.NotEqual(old, now);
        Assert.Equal(
            [
                (root + "/status", true), (root + "/birth", true), (root + "/birth", false), (now, true), (old, true),
                (root + "/data/event", false), (root + "/data/live", false), (root + "/data/live", false), (root + "/data/live", false),
            ],
            bench.Broker.Received.Select(m => (m.Topic, m.Retain)));
        Assert.Equal(oldDescriptor, bench.Broker.Received.Single(m => m.Topic == old).Payload.ToArray());
        Assert.Equal([1, 2, 3], bench.Seqs(Lane.Live));
    }

    [Fact]
    public async Task A_descriptor_is_said_again_on_a_connection_on_which_its_messages_are_sent_again()
    {
        await using var bench = new FeedBench();
        string old = $"{bench.Feed.TopicRoot}/desc/{bench.Layout.ShortDigest}";
        bench.Broker.KeepsSessions = false;
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(2);
        await bench.RestartAsync(points: FeedBench.Points + 3);
        await Waits.Until(() => bench.Broker.Held == 2);
        bench.Broker.Drop();
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 2);

        Assert.Equal(2, bench.Broker.Received.Count(m => m.Topic == old));
        Assert.Equal([1, 2, 1, 2], bench.Seqs(Lane.Live));
    }

    [Fact]
    public async Task A_new_epoch_that_begins_while_running_is_told_at_once()
    {
        await using var bench = new FeedBench().Start();
        await bench.PassUntil(() => Births(bench).Count == 2);
        string before = bench.Buffer.Snapshot.Epoch;
        bench.Store.Open();
        // Looked at once a second, when something was stored.
        for (int second = 0; second < 3; second++)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await bench.StoreAsync(1);
        }
        await Waits.Until(() => Births(bench).Count >= 4);

        string epoch = bench.Buffer.Snapshot.Epoch;
        Assert.NotEqual(before, epoch);
        var birth = Births(bench)[^1];
        Assert.Equal(epoch, birth.GetProperty("epochs").EnumerateArray().Last().GetString());
        Assert.Equal(epoch, birth.GetProperty("lanes").GetProperty("live").GetProperty("epoch").GetString());
    }

    [Fact]
    public async Task An_alarm_does_not_wait_for_its_gateways_turn_to_come_back()
    {
        // Of this seed the first turn after a lost connection comes after 7 s, and the least wait is under 2 s.
        await using var bench = new FeedBench(seed: 3).Start();
        await Waits.Until(() => bench.Loop.Snapshot().IsConnected);
        bench.Broker.Drop();
        await Waits.Until(() => bench.Loop.Snapshot().NextAttempt is not null);
        var lostAt = bench.Clock.GetUtcNow();
        Assert.InRange(bench.Loop.Snapshot().NextAttempt!.Value - lostAt, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(11));
        // The buffer has timers too, of which none falls due so soon.
        await Waits.Until(() => bench.Clock.NextDue <= TimeSpan.FromSeconds(2));
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        // From here on no time passes: only the alarm can bring it back.
        await bench.Buffer.AppendEventAsync(MessageKind.Alarm, """{"id":"outlet/point0/high"}"""u8.ToArray(), null, CancellationToken.None);
        await Waits.Until(() => bench.Broker.Connects == 2);
    }

    [Fact]
    public async Task A_broker_that_takes_connections_and_acknowledges_nothing_is_told_of_until_it_does()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = _ => BrokerAnswer.Hold;
        await bench.StoreAsync(1);
        bench.Start();
        for (int connection = 1; connection <= 3; connection++)
        {
            await bench.PassUntil(() => bench.Broker.Connects == connection && bench.Loop.Snapshot().IsConnected);
            Assert.Null(bench.Loop.Snapshot().PlatformTrouble);
            bench.Broker.Drop(new MqttConnectionEnd(MqttReasonCode.UnspecifiedError, false, "nothing came") { Cause = MqttEndCause.NoAcknowledgement });
        }
        await bench.PassUntil(() => bench.Broker.Connects == 4 && bench.Loop.Snapshot().IsConnected);
        Assert.Equal("the broker takes connections and acknowledges nothing, 3 times in a row", bench.Loop.Snapshot().PlatformTrouble?.English);

        bench.Broker.Script = _ => BrokerAnswer.Accept;
        bench.Broker.Drop();
        await bench.PassUntil(() => bench.Loop.Snapshot().SentMessages > 0);
        Assert.Null(bench.Loop.Snapshot().PlatformTrouble);
    }

    [Fact]
    public async Task A_stored_batch_goes_out_at_once_without_time_passing()
    {
        await using var bench = new FeedBench().Start();
        await Waits.Until(() => bench.Loop.Snapshot().IsConnected);
        await bench.StoreAsync(1);
        await Waits.Until(() => bench.Seqs(Lane.Live).Length == 1);
    }

    [Fact]
    public async Task The_bookmark_never_passes_a_message_that_is_not_acknowledged()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(4);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 4);

        bench.Broker.Release(3);
        bench.Broker.Release(1);
        await Waits.Until(() => bench.Loop.Snapshot().SentMessages == 2);
        Assert.Equal(0, bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged);

        bench.Broker.Release(0);
        await Waits.Until(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged == 2);
        bench.Broker.Release(0);
        await Waits.Until(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged == 4);
    }

    [Fact]
    public async Task An_event_overtakes_readings_that_wait_for_a_place()
    {
        await using var bench = new FeedBench();
        bench.Broker.Limits = bench.Broker.Limits with { ReceiveMaximum = 4 };
        bench.Broker.Script = m => m.Topic.Contains("/data/live") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(10);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 3);
        await bench.StoreEventAsync();

        await Waits.Until(() => Acknowledged(bench, Lane.Event) == 1);
        Assert.Equal([1, 2, 3], bench.Seqs(Lane.Live));
    }

    [Fact]
    public async Task With_a_window_of_one_the_next_place_goes_to_the_event()
    {
        await using var bench = new FeedBench();
        bench.Broker.Limits = bench.Broker.Limits with { ReceiveMaximum = 1 };
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(3);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 1);
        await bench.StoreEventAsync();
        bench.Broker.Release(0);
        await Waits.Until(() => bench.Seqs(Lane.Event).Length == 1);
        Assert.Equal([1], bench.Seqs(Lane.Live));
        Assert.Equal(1, bench.Broker.MostInFlight);
    }

    [Fact]
    public async Task What_was_in_flight_when_the_session_was_lost_goes_out_first_and_in_order()
    {
        await using var bench = new FeedBench();
        bench.Broker.KeepsSessions = false;
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(5);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 5);
        bench.Broker.Release(1);
        bench.Broker.Drop();
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 5);
        Assert.Equal([1, 2, 3, 4, 5, 1, 3, 4, 5], bench.Seqs(Lane.Live));
    }

    [Fact]
    public async Task A_resend_is_byte_for_byte_the_same()
    {
        await using var bench = new FeedBench(TestFeeds.Feed());
        bench.Broker.KeepsSessions = false;
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.DropAfter : BrokerAnswer.Accept;
        await bench.StoreAsync(1);
        bench.Start();
        await bench.PassUntil(() => Payloads(bench).Length >= 3);
        await bench.RestartAsync();
        await bench.PassUntil(() => Payloads(bench).Length >= 5);
        Assert.Single(Payloads(bench).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_refused_message_is_tried_again_after_a_pause_and_later_ones_wait(int refusal)
    {
        await using var bench = new FeedBench();
        int left = 3;
        bench.Broker.Limits = bench.Broker.Limits with { ReceiveMaximum = 1 };
        bench.Broker.Script = m => m.Topic.Contains("/data/") && left-- > 0 ? BrokerAnswer.Refuse(_passing[refusal]) : BrokerAnswer.Accept;
        await bench.StoreAsync(3);
        var before = bench.Clock.GetUtcNow();
        bench.Start();
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 3);

        Assert.Equal([1, 2, 3], bench.Seqs(Lane.Live));
        Assert.Equal(1, bench.Broker.Connects);
        Assert.True(bench.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(1 + 2 + 4));
    }

    [Fact]
    public async Task Where_we_may_not_publish_readings_alarms_still_go_and_the_lane_comes_back()
    {
        await using var bench = new FeedBench();
        bool isForbidden = true;
        bench.Broker.Script = m => m.Topic.Contains("/data/live") && isForbidden ? BrokerAnswer.Refuse(MqttReasonCode.NotAuthorized) : BrokerAnswer.Accept;
        await bench.StoreAsync(2);
        bench.Start();
        await Waits.Until(() => Snapshot(bench, Lane.Live).IsParked);
        await bench.StoreEventAsync();
        await Waits.Until(() => Acknowledged(bench, Lane.Event) == 1);
        await Waits.Until(() => Snapshot(bench, Lane.Live).Waiting == 2);

        isForbidden = false;
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 2, TimeSpan.FromSeconds(10));
        await Waits.Until(() => !Snapshot(bench, Lane.Live).IsParked);
    }

    [Theory]
    [InlineData(0x99)]
    [InlineData(0x90)]
    [InlineData(-1)]
    public async Task A_message_the_broker_never_takes_is_put_aside_and_the_rest_goes_on(int reason)
    {
        await using var bench = new FeedBench();
        int tries = 0;
        bench.Broker.Script = m =>
        {
            if (!m.Topic.Contains("/data/live") || Parse(m).GetProperty("seq").GetInt64() != 2) return BrokerAnswer.Accept;
            tries++;
            return reason < 0 ? BrokerAnswer.TooLarge : BrokerAnswer.Refuse((MqttReasonCode)reason);
        };
        await bench.StoreAsync(4);
        bench.Start();
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 4);
        await Waits.Until(() => bench.Loop.Snapshot().Quarantined == 1);
        Assert.Equal(3, tries);
        Assert.Equal([1, 3, 4], bench.Seqs(Lane.Live).Order());
    }

    [Fact]
    public async Task What_a_broker_refused_stays_put_aside_over_a_restart_and_is_not_sent_again()
    {
        await using var bench = new FeedBench();
        await bench.StoreAsync(4);
        // The process ended when it had put the second aside and the first was still on its way: the bookmark passes neither.
        bench.Buffer.Quarantine(bench.Feed.Name, Lane.Live, 2, MessageKind.Readings, "0x99 PayloadFormatInvalid");
        await bench.PassUntil(() => bench.Store.Refused().Count == 1);
        int tries = 0;
        bench.Broker.Script = m =>
        {
            if (SeqOf(m) == 2) tries++;
            return BrokerAnswer.Accept;
        };
        await bench.RestartAsync();
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 4);
        Assert.Equal(0, tries);
        var refused = Assert.Single(bench.Buffer.Quarantined(bench.Feed.Name));
        Assert.Equal((Lane.Live, 2L, MessageKind.Readings), (refused.Lane, refused.Seq, refused.Kind));
        Assert.Contains("0x99", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, bench.Loop.Snapshot().Quarantined);
        Assert.Equal(2, Assert.Single(bench.Loop.Snapshot().QuarantinedMessages).Seq);

        // Somebody has raised the broker's limit.
        Assert.True(bench.Loop.Requeue());
        await bench.PassUntil(() => bench.Buffer.Quarantined(bench.Feed.Name).Count == 0);
        Assert.Equal([1, 2, 3, 4], bench.Seqs(Lane.Live).Distinct().Order());
        await bench.PassUntil(() => bench.Store.Refused().Count == 0);
    }

    [Fact]
    public async Task What_is_refused_again_stays_put_aside_and_what_is_gone_does_not()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = m => SeqOf(m) == 2
            ? BrokerAnswer.Refuse(MqttReasonCode.PayloadFormatInvalid) : BrokerAnswer.Accept;
        await bench.StoreAsync(3);
        bench.Start();
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 3);
        bench.Buffer.Quarantine(bench.Feed.Name, Lane.Live, 99, MessageKind.Readings, "0x99");
        Assert.True(bench.Loop.Requeue());
        await bench.PassUntil(() => bench.Buffer.Quarantined(bench.Feed.Name).Count == 1);
        Assert.Equal(2, bench.Buffer.Quarantined(bench.Feed.Name)[0].Seq);
        // And once more: the first time is over.
        Assert.True(bench.Loop.Requeue());
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.PassUntil(() => bench.Buffer.Quarantined(bench.Feed.Name).Count == 0);
    }

    [Fact]
    public async Task Packet_identifiers_out_of_step_begin_a_new_session_and_nothing_is_lost()
    {
        await using var bench = new FeedBench();
        bool once = true;
        bench.Broker.Script = m =>
        {
            if (!m.Topic.Contains("/data/live") || !once) return BrokerAnswer.Accept;
            once = false;
            return BrokerAnswer.Refuse(MqttReasonCode.PacketIdentifierInUse);
        };
        await bench.StoreAsync(3);
        bench.Start();
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 3);
        Assert.Equal(2, bench.Broker.Sessions);
    }

    [Fact]
    public async Task That_nobody_listens_is_shown_and_not_taken_for_trouble()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = m => m.Topic.Contains("/data/live") ? BrokerAnswer.Refuse(MqttReasonCode.NoMatchingSubscribers) : BrokerAnswer.Accept;
        await bench.StoreAsync(2);
        bench.Start();
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 2);
        await Waits.Until(() => bench.Loop.Snapshot().NobodyListens);

        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.StoreAsync(1);
        await Waits.Until(() => !bench.Loop.Snapshot().NobodyListens);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_asked_again_until_it_is()
    {
        await using var bench = new FeedBench();
        bench.Broker.Refusal = attempt => attempt <= 5 ? Failed(MqttConnectOutcome.Unreachable) : null;
        await bench.StoreAsync(1);
        bench.Start();
        await Waits.Until(() => bench.Loop.Snapshot() is { IsConnected: false, TroubleKind: ReconnectTrouble.Passing, NextAttempt: not null });
        Assert.Contains("no route", bench.Loop.Snapshot().Trouble?.English);
        await bench.PassUntil(() => Acknowledged(bench, Lane.Live) == 1);
        Assert.Equal(6, bench.Broker.Attempts);
    }

    [Fact]
    public async Task A_client_identifier_that_another_uses_is_not_fought_over()
    {
        await using var bench = new FeedBench().Start();
        await Waits.Until(() => bench.Broker.Connects == 1 && bench.Loop.Snapshot().IsConnected);
        var before = bench.Clock.GetUtcNow();
        bench.Broker.Drop(new MqttConnectionEnd(MqttReasonCode.SessionTakenOver, true, "taken over"));
        await Waits.Until(() => bench.Loop.Snapshot().TroubleKind == ReconnectTrouble.TakenOver);
        await bench.PassUntil(() => bench.Broker.Connects == 2, TimeSpan.FromSeconds(10));
        Assert.Equal(2, bench.Broker.Attempts);
        Assert.True(bench.Clock.GetUtcNow() - before >= TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task A_broker_without_quality_of_service_1_gets_nothing_that_must_be_acknowledged()
    {
        await using var bench = new FeedBench();
        bench.Broker.Limits = bench.Broker.Limits with { MaximumQualityOfService = 0 };
        await bench.StoreAsync(1);
        bench.Start();
        await Waits.Until(() => bench.Loop.Snapshot().TroubleKind == ReconnectTrouble.NeedsPerson);
        Assert.Empty(bench.Broker.Received);
        Assert.Equal(1, Snapshot(bench, Lane.Live).Waiting);
    }

    [Fact]
    public async Task A_broker_that_keeps_nothing_is_asked_to_keep_nothing()
    {
        await using var bench = new FeedBench();
        bench.Broker.Limits = bench.Broker.Limits with { RetainAvailable = false };
        bench.Start();
        await Waits.Until(() => bench.Broker.Received.Count == 3);
        Assert.All(bench.Broker.Received, message => Assert.False(message.Retain));
    }

    [Fact]
    public async Task A_stop_in_order_waits_for_acknowledgements_says_goodbye_and_disconnects()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = m => m.Topic.Contains("/data/") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(2);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 2);
        await bench.RequestStopAsync();
        await Waits.Until(() => bench.Broker.Received[^1].Topic.EndsWith("/status"));
        Assert.False(bench.HasFeedEnded);
        bench.Broker.Release(0);
        bench.Broker.Release(0);
        await Waits.Until(() => bench.HasFeedEnded);

        Assert.Equal("closing", Parse(bench.Broker.Received[^1]).GetProperty("state").GetString());
        Assert.Equal(1, bench.Broker.DisconnectsInOrder);
        Assert.Equal(2, bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged);
    }

    [Fact]
    public async Task A_stop_does_not_wait_longer_than_it_may_for_a_broker_that_does_not_answer()
    {
        await using var bench = new FeedBench();
        bench.Broker.Script = m => m.Topic.Contains("/data/") || m.Topic.EndsWith("/status") ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        await bench.StoreAsync(2);
        bench.Start();
        await Waits.Until(() => bench.Broker.Held == 3);
        await bench.RequestStopAsync();
        await Waits.Until(() => bench.Broker.Held == 4);
        Assert.False(bench.HasFeedEnded);
        bench.Clock.Advance(FeedLoop.StopTime);
        await Waits.Until(() => bench.HasFeedEnded);
        Assert.Equal(1, bench.Broker.DisconnectsInOrder);
        Assert.Equal(0, bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).Acknowledged);
    }

    [Fact]
    public async Task A_feed_that_is_down_delays_no_other()
    {
        await using var bench = new FeedBench();
        var deaf = new ScriptedBroker { Refusal = _ => Failed(MqttConnectOutcome.Unreachable) };
        using var stop = new CancellationTokenSource();
        var other = bench.NewLoop(bench.Feed with { Name = "other" }, deaf.Session);
        var running = other.RunAsync(stop.Token);
        bench.Start();
        await bench.StoreAsync(3);
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 3);
        Assert.Equal(3, other.Snapshot().Lanes.Single(lane => lane.Lane == Lane.Live).Waiting);
        await stop.CancelAsync();
        await bench.PassUntil(() => running.IsCompleted);
    }

    [Fact]
    public async Task The_age_of_what_waits_is_shown()
    {
        await using var bench = new FeedBench();
        bench.Broker.Refusal = _ => Failed(MqttConnectOutcome.Unreachable);
        bench.Start();
        await bench.StoreAsync(1);
        var sealedAt = DateTimeOffset.FromUnixTimeMilliseconds(bench.Buffer.Read(Lane.Live, 1, 1, 1)[0].WallMs);
        await bench.StoreAsync(2);
        Assert.Equal((3L, sealedAt), (Snapshot(bench, Lane.Live).Waiting, Snapshot(bench, Lane.Live).WaitingSince));
    }

    [Fact]
    public async Task An_alarm_only_feed_gets_alarms_only()
    {
        await using var bench = new FeedBench(TestFeeds.Feed(new ReadingSelection(true, null, false)));
        await bench.StoreAsync(2);
        await bench.StoreEventAsync();
        bench.Start();
        await Waits.Until(() => Acknowledged(bench, Lane.Event) == 1);
        Assert.DoesNotContain(bench.Broker.Received, message => message.Topic.EndsWith("/data/live"));
    }

    [Fact]
    public async Task Messages_that_are_gone_from_the_store_are_not_claimed_by_the_next()
    {
        await using var bench = new FeedBench(TestFeeds.Feed(new ReadingSelection(false, TimeSpan.FromHours(1), true)) with { Compress = false });
        await bench.StoreAsync(6);
        var transaction = new StoreTransaction();
        transaction.Drops.Add(new Drop(Lane.Live, 1, 3, 0, DropReason.Size, 0));
        bench.Store.Commit(transaction);
        await bench.RestartAsync();
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 6);
        Assert.Equal([4, 5, 6], bench.Seqs(Lane.Live));
        Assert.False(bench.Sealed(Lane.Live)[0].TryGetProperty("from", out _));
    }

    [Fact]
    public async Task A_thinned_feed_says_which_batches_a_message_stands_for()
    {
        await using var bench = new FeedBench(TestFeeds.Feed(new ReadingSelection(false, TimeSpan.FromDays(1), true)) with { Compress = false });
        await bench.StoreAsync(5, _ => 1);
        await bench.StoreAsync(1, _ => 2);
        bench.Start();
        await Waits.Until(() => Acknowledged(bench, Lane.Live) == 6);
        Assert.Equal([1, 6], bench.Seqs(Lane.Live));
        Assert.Equal(2, bench.Sealed(Lane.Live)[1].GetProperty("from").GetInt64());
        await Waits.Until(() => Snapshot(bench, Lane.Live).Waiting == 0);
    }

    private static MqttConnectResult Failed(MqttConnectOutcome outcome) =>
        new(outcome, MqttReasonCode.UnspecifiedError, SessionPresent: false, MqttLimits.Unstated, "no route");

    private static long Acknowledged(FeedBench bench, Lane lane) => bench.Buffer.BookmarkOf(bench.Feed.Name, lane).Acknowledged;

    private static LaneSnapshot Snapshot(FeedBench bench, Lane lane) => bench.Loop.Snapshot().Lanes.Single(l => l.Lane == lane);

    private static string[] Payloads(FeedBench bench) =>
        [.. bench.Broker.Received.Where(m => m.Topic.EndsWith("/data/live")).Select(m => Convert.ToHexString(m.Payload.Span))];

    private static JsonElement Parse(MqttPublish message) => JsonDocument.Parse(message.Payload).RootElement;

    private static List<JsonElement> Births(FeedBench bench) =>
        [.. bench.Broker.Received.Where(m => m.Topic.EndsWith("/birth", StringComparison.Ordinal)).Select(m => JsonDocument.Parse(m.Payload).RootElement)];

    /// <returns>The sequence of a message of the live lane; 0 for every other.</returns>
    private static long SeqOf(MqttPublish message) => message.Topic.Contains("/data/live", StringComparison.Ordinal) ? Parse(message).GetProperty("seq").GetInt64() : 0;
}
