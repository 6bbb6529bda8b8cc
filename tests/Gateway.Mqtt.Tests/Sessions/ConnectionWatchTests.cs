using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt.Tests.Sessions;

public sealed class ConnectionWatchTests
{
    private static readonly MqttSessionOptions _options = new() { Host = "h", ClientIdentifier = "c" };

    private readonly TestClock _clock = new();
    private readonly ConnectionWatch _watch;

    public ConnectionWatchTests() => _watch = new ConnectionWatch(_options, TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Nothing_is_asked_for_before_three_quarters_of_the_keep_alive()
    {
        Pass(22);
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
        Pass(1);
        Assert.Equal(WatchVerdict.Ping, _watch.Judge());
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
    }

    [Fact]
    public void Writing_alone_does_not_spare_the_ping_because_nobody_may_be_there()
    {
        Pass(20);
        Write();
        Pass(3);
        Assert.Equal(WatchVerdict.Ping, _watch.Judge());
    }

    [Fact]
    public void Receiving_alone_does_not_spare_the_ping_because_the_broker_counts_what_we_send()
    {
        Pass(20);
        _watch.Received();
        Pass(3);
        Assert.Equal(WatchVerdict.Ping, _watch.Judge());
    }

    [Fact]
    public void Traffic_both_ways_spares_the_ping()
    {
        Pass(20);
        Write();
        _watch.Received();
        Pass(20);
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
    }

    [Fact]
    public void A_keep_alive_of_zero_imposed_by_the_broker_leaves_ours_to_find_dead_connections()
    {
        var watch = new ConnectionWatch(_options, TimeSpan.Zero, _clock);
        Pass(23);
        Assert.Equal(WatchVerdict.Ping, watch.Judge());
    }

    [Fact]
    public void An_answered_ping_is_forgotten()
    {
        Pass(23);
        _watch.Judge();
        _watch.PingAnswered();
        Write();
        _watch.Received();
        Pass(11);
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
    }

    [Fact]
    public void Acknowledgements_are_waited_for_from_the_last_progress()
    {
        _watch.AnswerOwed();
        Pass(15);
        _watch.AnswerOwed();
        _watch.AnswerCame(owesMore: true);
        Pass(19);
        Assert.NotEqual(WatchVerdict.NoAcknowledgement, _watch.Judge());
        _watch.AnswerOwed();
        Pass(2);
        Assert.Equal(WatchVerdict.NoAcknowledgement, _watch.Judge());
    }

    [Fact]
    public void When_nothing_is_owed_nothing_is_waited_for()
    {
        _watch.AnswerOwed();
        _watch.AnswerCame(owesMore: false);
        Pass(21);
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
    }

    [Fact]
    public void A_blocked_write_is_told_from_a_missing_acknowledgement()
    {
        _watch.AnswerOwed();
        _watch.WriteBegins();
        Pass(21);
        Assert.Equal(WatchVerdict.WriteBlocked, _watch.Judge());
    }

    [Fact]
    public void After_the_farewell_only_its_own_time_counts()
    {
        _watch.AnswerOwed();
        Pass(25);
        _watch.FarewellBegins();
        Assert.Equal(WatchVerdict.Nothing, _watch.Judge());
        Pass(3);
        Assert.Equal(WatchVerdict.FarewellIsOver, _watch.Judge());
    }

    [Theory]
    [InlineData(30, 1000)]
    [InlineData(1, 187)]
    public void A_short_keep_alive_is_watched_more_closely(int keepAlive, int milliseconds) =>
        Assert.Equal(milliseconds, (int)new ConnectionWatch(_options, TimeSpan.FromSeconds(keepAlive), _clock).Tick.TotalMilliseconds);

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void Write()
    {
        _watch.WriteBegins();
        _watch.WriteEnded();
    }
}
