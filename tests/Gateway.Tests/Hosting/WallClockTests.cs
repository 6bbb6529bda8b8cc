using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Hosting;
using Gateway.Mqtt;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

/// <summary>A box without a battery for its clock begins in 2000.</summary>
public sealed class WallClockTests : IDisposable
{
    private static readonly DateTimeOffset _reset = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _known = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _system = new(_reset);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Time_goes_on_from_the_last_that_was_known_and_is_said_to_be_unset()
    {
        var clock = New(() => false);
        Assert.Equal((_known, ClockState.Unset), (clock.GetUtcNow(), clock.State()));
        _system.Advance(TimeSpan.FromHours(3));
        Assert.Equal((_known.AddHours(3), ClockState.Unset), (clock.GetUtcNow(), clock.State()));
        // Durations and timers are the machine's.
        Assert.Equal((_system.GetTimestamp(), _system.TimestampFrequency), (clock.GetTimestamp(), clock.TimestampFrequency));
    }

    [Fact]
    public void A_clock_that_is_later_than_anything_known_is_believed()
    {
        _system.StepWallClock(_known - _reset);
        var clock = New(() => false);
        _system.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((_known.AddSeconds(5), ClockState.Free), (clock.GetUtcNow(), clock.State()));
        // Later steps are told as steps, and not undone.
        _system.StepWallClock(TimeSpan.FromDays(-1));
        Assert.Equal(_system.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_somebody_sets_is_believed_also_when_what_was_known_was_wrong()
    {
        var clock = New(() => false);
        var right = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        _system.StepWallClock(right - _reset);
        Assert.Equal(right, clock.GetUtcNow());
        _system.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(right.AddSeconds(1), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_synchronised_is_believed()
    {
        bool isSynchronized = false;
        var clock = New(() => isSynchronized);
        isSynchronized = true;
        Assert.Equal(ClockState.Synchronized, clock.State());
        _system.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(_system.GetUtcNow(), clock.GetUtcNow());
        isSynchronized = false;
        Assert.Equal(_system.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_lags_a_little_is_believed_once_it_has_come_past_what_was_known()
    {
        _system.StepWallClock(_known.AddSeconds(-5) - _reset);
        var clock = New(() => false);
        Assert.Equal(_known, clock.GetUtcNow());
        _system.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((_known, ClockState.Free), (clock.GetUtcNow(), clock.State()));
    }

    [Fact]
    public void What_is_known_is_what_the_store_saw_last_or_the_day_of_the_build()
    {
        Assert.Equal(ProgramVersion.Built, WallClock.Since(_system, _folder.Path, () => false).GetUtcNow());
        var then = new TestClock(_known);
        using (var store = new SqliteStore(new BufferSettings { Path = _folder.Path }, then, NullLogger<SqliteStore>.Instance)) store.Open();
        Assert.Equal(_known, WallClock.Since(_system, _folder.Path, () => false).GetUtcNow());
        Assert.Equal(ProgramVersion.Built, WallClock.Since(_system, null, () => false).GetUtcNow());
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    [InlineData(3650, false)]
    public void A_store_that_was_written_by_a_clock_far_ahead_holds_no_clock_that_can_be_right(int daysAhead, bool isHeld)
    {
        var now = ProgramVersion.Built.AddDays(30);
        using (var store = new SqliteStore(new BufferSettings { Path = _folder.Path }, new TestClock(now.AddDays(daysAhead)), NullLogger<SqliteStore>.Instance)) store.Open();
        Assert.Equal(isHeld ? now.AddDays(daysAhead) : now, WallClock.Since(new TestClock(now), _folder.Path, () => false).GetUtcNow());
    }

    [Fact]
    public async Task A_good_certificate_is_accepted_although_the_box_has_lost_its_time()
    {
        using var certificates = new TestCertificates(_folder.Path);
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = certificates.Server });
        var options = new MqttSessionOptions
        {
            Host = "127.0.0.1",
            Port = broker.Ports.Tls!.Value,
            ClientIdentifier = "box",
            Tls = new MqttTlsOptions { CertificateAuthorityFile = certificates.AuthorityFile },
        };
        await using (var lost = new MqttSession(options, _system))
            Assert.Equal(MqttConnectOutcome.TlsFailed, (await lost.ConnectAsync(default)).Outcome);
        await using var session = new MqttSession(options, new WallClock(_system, TimeProvider.System.GetUtcNow(), () => false));
        var result = await session.ConnectAsync(default);
        Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);
    }

    private WallClock New(Func<bool> isSynchronized) => new(_system, _known, isSynchronized);
}
