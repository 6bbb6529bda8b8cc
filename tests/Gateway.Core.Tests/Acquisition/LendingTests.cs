using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Readings;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>A bus given away for a while and taken back, on the test clock.</summary>
public sealed class LendingTests : IAsyncDisposable
{
    private static readonly Borrower _somebody = new(4711, 1000, "zhang", "envgw bus scan");
    private static readonly Borrower _another = new(4712, 1001, "li", "envgw reg read");
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(10);

    private readonly TestClock _clock = new();
    private readonly SampleSite _site = new();
    private readonly FakeBus _bus;

    public LendingTests() => _bus = new FakeBus(_clock);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static async Task<BusLease> LendAsync(LoopRun run, Borrower? borrower = null)
    {
        var lease = run.Loop.Lending.Ask(borrower ?? _somebody, _span).Lease!;
        await lease.Granted.WaitAsync(Seconds(30));
        return lease;
    }

    private static bool AllAre(IEnumerable<(int Device, Reading[] Readings)> scans, Quality quality) =>
        scans.SelectMany(scan => scan.Readings).All(reading => reading.Quality == quality);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_lent_bus_is_left_alone_and_its_points_read_maintenance_until_it_is_back(int inFlight)
    {
        var bus = _site.Bus(inFlight: inFlight);
        for (byte unit = 1; unit <= 3; unit++) _site.Device(bus, unit, null, SampleSite.Words(0, 2));
        var wire = new FakeBus(_clock) { MaximumInFlight = inFlight };
        await using var run = new LoopRun(_site.Build(), wire, _clock);
        await run.RunAsync(Seconds(3));
        run.Take();

        var lease = await LendAsync(run);
        int asked = wire.Asked.Count;
        await run.RunAsync(Seconds(5));
        Assert.Equal(asked, wire.Asked.Count);
        Assert.Equal(1, wire.Closed);
        Assert.Equal(BusState.Lent, run.Loop.Snapshot().State);
        Assert.Equal(_somebody, run.Loop.Snapshot().Lease!.Borrower);
        var rows = run.Take();
        Assert.True(AllAre(rows, Quality.Bad(QualityReason.Maintenance)));
        Assert.InRange(rows.Count(row => row.Device == 0), 5, 7);

        lease.Dispose();
        await run.WaitingAsync();
        await LoopRun.Eventually(() => run.Loop.Snapshot().State == BusState.Open);
        Assert.Null(run.Loop.Snapshot().Lease);
        await LoopRun.Eventually(() => wire.Asked.Count >= asked + 3);
        await run.WaitingAsync();
        Assert.Contains(run.Take(), row => row.Readings.All(reading => reading.Quality.IsGood));
        Assert.Contains(run.Logger.Lines, line => line.Text.Contains("is lent to PID 4711 (zhang, envgw bus scan)", StringComparison.Ordinal));
        Assert.Contains(run.Logger.Lines, line => line.Text.Contains("is back from PID 4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_request_under_way_is_finished_before_the_bus_is_given_away_and_no_other_is_begun()
    {
        _site.Device(_site.Bus(), 1, d => d with { GapLimit = 0 }, [.. SampleSite.Words(0, 1), .. SampleSite.Words(100, 1), .. SampleSite.Words(200, 1)]);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bus.Held = (_, _) =>
        {
            begun.TrySetResult();
            return release.Task;
        };
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        await begun.Task;
        var lease = run.Loop.Lending.Ask(_somebody, _span).Lease!;
        Assert.False(lease.Granted.IsCompleted);
        Assert.Equal(0, _bus.Closed);
        release.SetResult();
        await lease.Granted.WaitAsync(Seconds(30));
        Assert.Single(_bus.Asked);
        Assert.Equal(1, _bus.Closed);
        await run.WaitingAsync();
        var first = run.Take()[0].Readings;
        Assert.Equal(["G", "B:maintenance", "B:maintenance"], first.Select(reading => QualityText.Of(reading.Quality)));
        lease.Dispose();
    }

    [Fact]
    public async Task A_second_asker_hears_who_has_the_bus_and_since_when()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        long since = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        using var lease = await LendAsync(run);
        await run.RunAsync(Seconds(5));
        var refused = run.Loop.Lending.Ask(_another, _span);
        Assert.Null(refused.Lease);
        Assert.Equal(_somebody, refused.HeldBy!.Borrower);
        Assert.InRange(refused.HeldBy.SinceMs, since, since + 4999);
        lease.Dispose();
        using var next = await LendAsync(run, _another);
        Assert.False(next.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_ends_by_itself_and_polling_goes_on()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        var lease = await LendAsync(run);
        await run.RunAsync(TimeSpan.FromMinutes(9));
        Assert.True(lease.Renew());
        await run.RunAsync(TimeSpan.FromMinutes(9));
        int asked = _bus.Asked.Count;
        await run.RunAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(LeaseEnd.Expired, await lease.Ended);
        Assert.False(lease.Renew());
        Assert.True(_bus.Asked.Count > asked);
        Assert.Equal(BusState.Open, run.Loop.Snapshot().State);
    }

    [Fact]
    public async Task A_step_of_the_wall_clock_does_not_end_a_lease()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        using var lease = await LendAsync(run);
        _clock.StepWallClock(TimeSpan.FromDays(1));
        await run.RunAsync(Seconds(2));
        Assert.False(lease.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_bus_that_is_lost_can_be_lent_too_and_its_silent_units_are_asked_at_once_when_it_is_back()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        _bus.IsReachable = false;
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        await run.RunAsync(Seconds(20));
        Assert.Equal(BusState.Lost, run.Loop.Snapshot().State);
        var lease = await LendAsync(run);
        _bus.IsReachable = true;
        int asked = _bus.Asked.Count;
        await run.RunAsync(Seconds(40));
        Assert.Equal(asked, _bus.Asked.Count);
        lease.Dispose();
        await LoopRun.Eventually(() => run.Loop.Snapshot().State == BusState.Open);
    }

    [Fact]
    public async Task A_loop_that_ends_ends_its_lease_and_lends_no_more()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        var run = new LoopRun(_site.Build(), _bus, _clock);
        var lease = await LendAsync(run);
        await run.DisposeAsync();
        Assert.Equal(LeaseEnd.Stopped, await lease.Ended);
        Assert.Equal(default, run.Loop.Lending.Ask(_another, _span));
    }

    [Fact]
    public async Task Continuous_groups_do_not_spin_while_the_bus_is_lent()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1, TimeSpan.Zero));
        _bus.Takes = Seconds(0.1);
        await using var run = new LoopRun(_site.Build(), _bus, _clock);
        await run.RunAsync(Seconds(1));
        var asking = LendAsync(run);
        await run.RunAsync(Seconds(1));
        using var lease = await asking;
        run.Take();
        await run.RunAsync(Seconds(10));
        Assert.InRange(run.Take().Count, 9, 11);
    }
}
