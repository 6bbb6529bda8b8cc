using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

public class LaneLedgerTests
{
    private readonly LaneLedger _ledger = new(Lane.Live, 0, new Random(1));

    [Fact]
    public void A_refusal_pauses_the_lane_and_the_refused_message_goes_before_all_others()
    {
        var messages = Sent(1, 2, 3);
        Assert.Equal(PublishVerdict.RetryLater, Settle(messages[2], MqttReasonCode.QuotaExceeded).Verdict);
        Assert.Equal(PublishVerdict.RetryLater, Settle(messages[0], MqttReasonCode.QuotaExceeded).Verdict);
        Assert.False(Settle(messages[1], MqttReasonCode.Success).BookmarkMoved);

        Assert.True(_ledger.IsPaused(default));
        Assert.False(_ledger.IsPaused(TimeSpan.FromSeconds(2)));
        Assert.Same(messages[0], _ledger.TakeAgain());
        Assert.Same(messages[2], _ledger.TakeAgain());
        Assert.Null(_ledger.TakeAgain());
        Assert.True(Settle(messages[0], MqttReasonCode.Success).BookmarkMoved);
        Assert.Equal(2, _ledger.Acknowledged);
    }

    [Fact]
    public void A_window_refused_at_once_is_one_trouble_and_the_next_is_a_longer_pause()
    {
        foreach (var message in Sent(1, 2, 3, 4, 5, 6, 7, 8)) Settle(message, MqttReasonCode.QuotaExceeded);
        Assert.InRange(_ledger.PausedUntil.TotalSeconds, 1, 2);

        var again = _ledger.TakeAgain()!;
        _ledger.Settle(again, Answered(MqttReasonCode.QuotaExceeded), TimeSpan.FromSeconds(10));
        Assert.InRange(_ledger.PausedUntil.TotalSeconds, 12, 14);
    }

    [Fact]
    public void Where_we_may_not_publish_the_lane_is_parked_once_and_comes_back_by_itself_when_allowed()
    {
        var messages = Sent(1, 2);
        Assert.True(Settle(messages[0], MqttReasonCode.NotAuthorized).WasParked);
        Assert.False(Settle(messages[1], MqttReasonCode.NotAuthorized).WasParked);
        Assert.True(_ledger.IsParked);
        Assert.True(_ledger.IsPaused(TimeSpan.FromMinutes(4.9)));
        Assert.False(_ledger.IsPaused(TimeSpan.FromMinutes(5)));

        var outcome = Settle(_ledger.TakeAgain()!, MqttReasonCode.Success);
        Assert.True(outcome.WasUnparked);
        Assert.False(_ledger.IsParked);
    }

    [Fact]
    public void A_new_connection_ends_a_pause()
    {
        Settle(Sent(1)[0], MqttReasonCode.NotAuthorized);
        _ledger.Resume();
        Assert.False(_ledger.IsPaused(default));
    }

    [Fact]
    public void A_poisonous_message_is_put_aside_after_three_tries_and_the_bookmark_goes_on()
    {
        var message = Sent(1)[0];
        Assert.Equal(PublishVerdict.RetryLater, Settle(message, MqttReasonCode.PayloadFormatInvalid).Verdict);
        Assert.Equal(PublishVerdict.RetryLater, Settle(_ledger.TakeAgain()!, MqttReasonCode.PayloadFormatInvalid).Verdict);
        var last = Settle(_ledger.TakeAgain()!, MqttReasonCode.PayloadFormatInvalid);
        Assert.Equal(PublishVerdict.Quarantine, last.Verdict);
        Assert.True(last.BookmarkMoved);
        Assert.Equal((1L, 0), (_ledger.Acknowledged, _ledger.Open));
    }

    [Fact]
    public void When_every_message_is_refused_it_is_not_the_messages_fault_and_the_lane_is_parked()
    {
        var verdicts = Enumerable.Range(1, 4).Select(seq => Exhaust(Sent(seq)[0])).ToArray();
        Assert.Equal([PublishVerdict.Quarantine, PublishVerdict.Quarantine, PublishVerdict.Quarantine, PublishVerdict.Park], verdicts);
        Assert.Equal(3, _ledger.Acknowledged);
        Assert.True(_ledger.IsParked);
        Assert.Equal(4, _ledger.TakeAgain()!.Seq);
    }

    [Fact]
    public void A_lost_session_costs_no_pause()
    {
        var outcome = _ledger.Settle(Sent(1)[0], new MqttPublishResult(MqttPublishOutcome.SessionLost, default), default);
        Assert.Equal(PublishVerdict.SendAgain, outcome.Verdict);
        Assert.False(_ledger.IsPaused(default));
        Assert.Equal(1, _ledger.ToSendAgain);
    }

    private PublishVerdict Exhaust(OutgoingMessage message)
    {
        Settle(message, MqttReasonCode.TopicNameInvalid);
        Settle(_ledger.TakeAgain()!, MqttReasonCode.TopicNameInvalid);
        return Settle(_ledger.TakeAgain()!, MqttReasonCode.TopicNameInvalid).Verdict;
    }

    private OutgoingMessage[] Sent(params long[] seqs)
    {
        OutgoingMessage[] messages = [.. seqs.Select(seq => new OutgoingMessage(Lane.Live, seq, 1, new MqttPublish { Topic = "t", Payload = default }))];
        foreach (var message in messages) _ledger.Add(message);
        return messages;
    }

    private LaneOutcome Settle(OutgoingMessage message, MqttReasonCode reason) => _ledger.Settle(message, Answered(reason), default);

    private static MqttPublishResult Answered(MqttReasonCode reason) => new(MqttPublishOutcome.Answered, reason);
}
