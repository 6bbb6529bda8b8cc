using Gateway.Core.Acquisition;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Testing;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Tests.Acquisition;

public sealed class BusLoopTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly SampleSite _site = new();
    private readonly FakeBus _bus;

    public BusLoopTests() => _bus = new FakeBus(_clock);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private LoopRun Start(Func<bool>? isPresent = null, int capacity = 100_000) => new(_site.Build(), _bus, _clock, isPresent, capacity);

    private static string[] Qualities(IEnumerable<Reading> readings) => [.. readings.Select(r => QualityText.Of(r.Quality))];

    [Fact]
    public async Task Values_arrive_on_their_interval_with_the_time_of_their_answer()
    {
        _site.Device(_site.Bus(), 3, null, SampleSite.Words(10, 3));
        long startMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));

        var scans = run.Take();
        Assert.Equal(3, scans.Count);
        Assert.All(scans, s => Assert.Equal([3010, 3011, 3012], s.Readings.Select(r => r.Number)));
        Assert.Equal([0, 1, 2], scans.Select(s => (s.Readings[0].TimeMs - startMs) / 1000));
        Assert.All(_bus.Asked, a => Assert.Equal((10, 3), (a.Request.Address, a.Request.Quantity)));
    }

    [Fact]
    public async Task A_device_that_is_wanted_is_read_out_of_its_turn_and_later_polls_keep_their_places()
    {
        var bus = _site.Bus();
        _site.Device(bus, 3, null, SampleSite.Words(10, 1, Seconds(60)));
        _site.Device(bus, 4, null, SampleSite.Words(10, 1, Seconds(60)));
        await using var run = Start();
        await run.RunAsync(Seconds(5));
        int first = run.Take().Count(scan => scan.Device == 0);
        run.Loop.Want(0);
        using (var scan = await run.NextAsync()) Assert.Equal(0, scan.Device);
        await run.RunAsync(Seconds(114));
        Assert.Equal([60], _bus.Asked.Where(a => a.Unit == 3).Select(a => (int)a.At.TotalSeconds).Skip(first + 1));
    }

    [Fact]
    public async Task A_step_of_the_wall_clock_changes_stamps_but_no_poll()
    {
        _site.Device(_site.Bus(), 3, null, SampleSite.Words(10, 1));
        await using var run = Start();
        await run.RunAsync(Seconds(1.5));
        _clock.StepWallClock(TimeSpan.FromDays(-400));
        await run.RunAsync(Seconds(2));
        Assert.Equal(4, run.Take().Count);
        Assert.Equal(0, run.Loop.Snapshot().MissedPolls);
    }

    [Fact]
    public async Task A_silent_unit_costs_one_timeout_a_step_and_its_points_keep_coming_bad()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, SampleSite.Words(0, 200));
        _site.Device(bus, 2, null, SampleSite.Words(0, 2));
        _bus.Fate = (unit, _) => unit == 1 ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(40));

        Assert.Equal([0, 1, 3, 7, 15, 31], _bus.Asked.Where(a => a.Unit == 1).Select(a => (int)a.At.TotalSeconds));
        var scans = run.Take();
        Assert.InRange(scans.Count(s => s.Device == 0), 35, 40);
        Assert.All(scans.Where(s => s.Device == 0), s => Assert.All(s.Readings, r => Assert.Equal("B:timeout", QualityText.Of(r.Quality))));
        Assert.InRange(scans.Count(s => s.Device == 1), 35, 41);
        Assert.All(scans.Where(s => s.Device == 1), s => Assert.All(s.Readings, r => Assert.True(r.Quality.IsGood)));
        Assert.Equal([(LogLevel.Warning, 2003)], run.Logger.Lines.Where(l => l.Event is 2003 or 2004).Select(l => (l.Level, l.Event)));
        var unit = run.Loop.Snapshot().Units[0];
        Assert.Equal((UnitState.Silent, 6L), (unit.State, unit.Counts.Timeouts));
    }

    [Fact]
    public async Task A_unit_that_returns_is_read_again_and_the_log_says_so_once()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2));
        bool isSilent = true;
        _bus.Fate = (_, _) => isSilent ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(10));
        isSilent = false;
        run.Take();
        await run.RunAsync(Seconds(10));
        var scans = run.Take();
        Assert.Equal("G", QualityText.Of(scans[^1].Readings[0].Quality));
        Assert.Equal([2003, 2004], run.Logger.Lines.Where(l => l.Event is 2003 or 2004).Select(l => l.Event));
        Assert.Equal(UnitState.Answering, run.Loop.Snapshot().Units[0].State);
    }

    [Fact]
    public async Task A_unit_that_missed_its_only_poll_of_ten_minutes_is_read_as_soon_as_it_answers_and_a_dead_one_is_asked_once_a_minute()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, SampleSite.Words(0, 1, TimeSpan.FromMinutes(10)));
        _site.Device(bus, 2, null, SampleSite.Words(0, 1, TimeSpan.FromMinutes(10)));
        bool isThere = false;
        _bus.Fate = (unit, _) => unit == 2 || !isThere ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(5));
        isThere = true;
        await run.RunAsync(Seconds(5));
        var first = run.Take().Where(scan => scan.Device == 0).SelectMany(scan => scan.Readings).ToList();
        Assert.Equal("B:timeout", QualityText.Of(first[0].Quality));
        Assert.True(first[^1].Quality.IsGood);
        await run.RunAsync(TimeSpan.FromMinutes(9));
        Assert.Equal([0, 2, 4, 8], _bus.Asked.Where(asked => asked.Unit == 1).Select(asked => (int)asked.At.TotalSeconds));
        Assert.InRange(_bus.Asked.Count(asked => asked.Unit == 2), 10, 16);
        await run.RunAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(600, (int)_bus.Asked.Last(asked => asked.Unit == 1).At.TotalSeconds);
    }

    [Fact]
    public async Task A_value_that_a_busy_device_refused_at_its_only_poll_of_ten_minutes_is_asked_for_again_but_not_for_ever()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1, TimeSpan.FromMinutes(10)));
        bool isBusy = true;
        _bus.Refusal = (_, _) => isBusy ? ModbusExceptionCode.ServerDeviceBusy : ModbusExceptionCode.None;
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromMinutes(9));
        Assert.InRange(_bus.Asked.Select(asked => (int)asked.At.TotalSeconds).Distinct().Count(), 5, 7);
        await run.RunAsync(TimeSpan.FromMinutes(2));
        isBusy = false;
        await run.RunAsync(TimeSpan.FromMinutes(10));
        Assert.True(run.Take()[^1].Readings[0].Quality.IsGood);
        isBusy = true;
        await run.RunAsync(TimeSpan.FromMinutes(9));
        isBusy = false;
        await run.RunAsync(TimeSpan.FromMinutes(2));
        Assert.True(run.Take()[^1].Readings[0].Quality.IsGood);
    }

    [Fact]
    public async Task A_block_that_gets_no_answer_does_not_blind_its_unit()
    {
        _site.Device(_site.Bus(), 1, null, [.. SampleSite.Words(0, 2), .. SampleSite.Words(1000, 2)]);
        _bus.Fate = (_, request) => request.Address == 0 ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(30));
        Assert.Equal(["B:timeout", "B:timeout", "G", "G"], Qualities(run.Take()[^1].Readings));
        Assert.InRange(_bus.Asked.Count(a => a.Request.Address == 0), 4, 6);
        Assert.InRange(_bus.Asked.Count(a => a.Request.Address == 1000), 26, 31);
    }

    [Fact]
    public async Task A_bad_address_is_found_in_the_first_poll_and_never_asked_again_until_an_hour_has_passed()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 100, Seconds(60)));
        _bus.Refusal = (_, r) => r.Address <= 37 && r.Address + r.Quantity > 37 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        await using var run = Start();
        await run.WaitingAsync();
        var first = run.Take()[0].Readings;
        Assert.Equal([37], first.Where(r => !r.Quality.IsGood).Select(r => r.Point));
        Assert.Equal("B:exception", QualityText.Of(first[37].Quality));
        Assert.Equal(99, first[99].Number - 1000);
        Assert.InRange(_bus.Asked.Count, 1, 20);
        Assert.Equal([2005], run.Logger.Lines.Where(l => l.Event == 2005).Select(l => l.Event));
        Assert.Equal("holding 37 (PLC 40038)", run.Loop.Snapshot().Units[0].Refused.Single().ToString());

        int searched = _bus.Asked.Count;
        await run.RunAsync(TimeSpan.FromMinutes(10.5));
        Assert.Equal(searched + 20, _bus.Asked.Count);
        Assert.All(_bus.Asked.Skip(searched), a => Assert.False(a.Request.Address <= 37 && a.Request.Address + a.Request.Quantity > 37));
    }

    [Fact]
    public async Task A_device_that_refuses_the_holes_between_its_values_is_read_in_as_few_requests_as_it_allows()
    {
        _site.Device(
            _site.Bus(), 1, null, [.. SampleSite.Words(0, 3), .. SampleSite.Words(4, 3), .. SampleSite.Words(8, 3)]);
        bool Covers(ModbusRequest r, int address) => r.Address <= address && r.Address + r.Quantity > address;
        _bus.Refusal = (_, r) => Covers(r, 3) || Covers(r, 7) ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        await using var run = Start();
        await run.WaitingAsync();
        Assert.All(run.Take()[0].Readings, r => Assert.True(r.Quality.IsGood));
        int searched = _bus.Asked.Count;
        await run.RunAsync(Seconds(1.1));
        Assert.Equal([(0, 3), (4, 3), (8, 3)], _bus.Asked.Skip(searched).Select(a => ((int)a.Request.Address, (int)a.Request.Quantity)));
    }

    [Fact]
    public async Task After_an_hour_a_mended_device_is_read_in_whole_again()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 10, Seconds(600)));
        bool isMended = false;
        _bus.Refusal = (_, r) => !isMended && r.Address <= 3 && r.Address + r.Quantity > 3 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        await using var run = Start();
        await run.WaitingAsync();
        isMended = true;
        for (int i = 0; i < 7; i++)
        {
            await run.WaitingAsync();
            _clock.Advance(Seconds(600));
        }
        await run.WaitingAsync();
        Assert.All(run.Take()[^1].Readings, r => Assert.True(r.Quality.IsGood));
        Assert.Equal((0, 10), (_bus.Asked[^1].Request.Address, _bus.Asked[^1].Request.Quantity));
    }

    [Fact]
    public async Task A_device_that_refuses_everything_does_not_take_the_bus_from_others()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, SampleSite.Words(0, 100));
        _site.Device(bus, 2, null, SampleSite.Words(0, 1));
        _bus.Refusal = (unit, _) => unit == 1 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        _bus.Takes = TimeSpan.FromMilliseconds(5);
        await using var run = Start();
        await run.RunAsync(Seconds(30));
        Assert.InRange(_bus.Asked.Count(a => a.Unit == 1), 199, 220);
        Assert.InRange(run.Take().Count(s => s.Device == 1), 29, 31);
    }

    [Fact]
    public async Task A_busy_device_is_asked_again_later_and_is_not_silent()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2, TimeSpan.Zero));
        _bus.Refusal = (_, _) => ModbusExceptionCode.ServerDeviceBusy;
        await using var run = Start();
        await run.RunAsync(Seconds(5));
        Assert.InRange(_bus.Asked.Count, 5, 6);
        Assert.Equal(UnitState.Answering, run.Loop.Snapshot().Units[0].State);
        Assert.All(run.Take(), s => Assert.Equal("B:exception", QualityText.Of(s.Readings[0].Quality)));
    }

    [Fact]
    public async Task A_gateway_that_cannot_reach_the_unit_makes_it_silent()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2));
        _bus.Refusal = (_, _) => ModbusExceptionCode.GatewayTargetDeviceFailedToRespond;
        await using var run = Start();
        await run.RunAsync(Seconds(10));
        Assert.Equal([0, 1, 3, 7], _bus.Asked.Select(a => (int)Math.Round(a.At.TotalSeconds)));
        Assert.Equal("B:timeout", QualityText.Of(run.Take()[^1].Readings[0].Quality));
    }

    [Fact]
    public async Task A_damaged_answer_is_asked_for_once_more()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2));
        int asked = 0;
        _bus.Fate = (_, _) => ++asked == 3 ? ModbusOutcome.CheckSumError : null;
        await using var run = Start();
        await run.RunAsync(Seconds(3.5));
        Assert.Equal(5, asked);
        Assert.All(run.Take(), s => Assert.True(s.Readings[0].Quality.IsGood));
        Assert.Equal(1, run.Loop.Snapshot().Counts.CheckSumErrors);
    }

    [Fact]
    public async Task Answers_that_stay_damaged_are_asked_for_at_most_twice_a_poll()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2));
        bool isNoisy = false;
        _bus.Fate = (_, _) => isNoisy ? ModbusOutcome.CheckSumError : null;
        await using var run = Start();
        await run.RunAsync(Seconds(0.5));
        isNoisy = true;
        await run.RunAsync(Seconds(1));
        Assert.Equal(3, _bus.Asked.Count);
        Assert.Equal("B:check-sum", QualityText.Of(run.Take()[^1].Readings[0].Quality));
    }

    [Fact]
    public async Task A_part_of_an_answer_costs_one_timeout_and_not_two()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, SampleSite.Words(0, 2));
        _site.Device(bus, 2, null, SampleSite.Words(0, 2));
        bool isCut = false;
        _bus.Fate = (unit, _) => isCut && unit == 1 ? ModbusOutcome.Incomplete : null;
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));
        isCut = true;
        int before = _bus.Asked.Count;
        await run.RunAsync(Seconds(20));

        var asked = _bus.Asked.Skip(before).ToArray();
        Assert.DoesNotContain(asked.Zip(asked.Skip(1)), pair => pair is ({ Unit: 1 }, { Unit: 1 }));
        double[] other = [.. asked.Where(a => a.Unit == 2).Select(a => a.At.TotalSeconds)];
        Assert.All(other.Zip(other.Skip(1), (one, next) => next - one), pause => Assert.InRange(pause, 0.1, 2.1));
        Assert.Equal("B:check-sum", QualityText.Of(run.Take().Last(s => s.Device == 0).Readings[0].Quality));
    }

    [Fact]
    public async Task A_lost_bus_turns_all_points_bad_at_once_and_is_tried_each_second_whatever_is_due()
    {
        var bus = _site.Bus() with { Transport = BusTransport.Serial, Serial = new(9600) };
        var site = new SampleSite();
        site.Add(bus);
        site.Device(bus, 1, null, SampleSite.Words(0, 1, TimeSpan.FromMinutes(10)));
        site.Device(bus, 2, null, SampleSite.Words(0, 1, TimeSpan.FromMinutes(10)));
        bool isPresent = true;
        await using var run = new LoopRun(site.Build(), _bus, _clock, () => isPresent);
        await run.RunAsync(Seconds(5));
        run.Take();

        (isPresent, _bus.IsReachable) = (false, false);
        await run.RunAsync(Seconds(2));
        var lost = run.Take();
        Assert.Equal([0, 1], lost.Select(s => s.Device).Order());
        Assert.All(lost, s => Assert.Equal("B:comm-failure", QualityText.Of(s.Readings[0].Quality)));
        Assert.Equal(BusState.Lost, run.Loop.Snapshot().State);

        int before = _bus.Asked.Count;
        await run.RunAsync(Seconds(10));
        Assert.InRange(_bus.Asked.Count - before, 9, 11);
        Assert.Empty(run.Take());

        (isPresent, _bus.IsReachable) = (true, true);
        await run.RunAsync(Seconds(2));
        Assert.All(run.Take(), s => Assert.True(s.Readings[0].Quality.IsGood));
        Assert.Equal([2001, 2002, 2001], run.Logger.Lines.Select(l => l.Event));
    }

    [Fact]
    public async Task A_server_that_refuses_is_tried_ever_more_rarely_and_rows_keep_coming()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        _bus.IsReachable = false;
        await using var run = Start();
        await run.RunAsync(Seconds(70));
        Assert.Equal([0, 1, 3, 7, 15, 31, 61], _bus.Asked.Select(a => (int)Math.Round(a.At.TotalSeconds)));
        Assert.InRange(run.Take().Count, 70, 72);
    }

    [Fact]
    public async Task A_connection_lost_between_two_polls_is_opened_again_without_a_bad_reading()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        int asked = 0;
        _bus.Fate = (_, _) => ++asked == 2 ? ModbusOutcome.NoConnection : null;
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));
        Assert.All(run.Take(), s => Assert.True(s.Readings[0].Quality.IsGood));
        Assert.Equal(BusState.Open, run.Loop.Snapshot().State);
    }

    [Fact]
    public async Task A_connection_on_which_nobody_answers_is_closed_to_be_opened_anew()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        _bus.Fate = (_, _) => ModbusOutcome.NoAnswer;
        await using var run = Start();
        await run.RunAsync(Seconds(5));
        Assert.Equal(1, _bus.Closed);
    }

    private static DeviceModel WithIdentity(DeviceModel device) =>
        device with { Identity = [new IdentityCheck(SampleSite.Holding(500), 247)] };

    [Fact]
    public async Task Another_device_than_the_profile_s_is_not_polled_and_reads_wrong_device()
    {
        _site.Device(_site.Bus(), 1, WithIdentity, SampleSite.Words(0, 2));
        await using var run = Start();
        await run.RunAsync(Seconds(10));
        Assert.All(_bus.Asked, a => Assert.Equal(500, a.Request.Address));
        Assert.Equal(4, _bus.Asked.Count);
        Assert.All(run.Take(), s => Assert.Equal("B:wrong-device", QualityText.Of(s.Readings[1].Quality)));
        Assert.Equal([(LogLevel.Error, 2006)], run.Logger.Lines.Where(l => l.Event is 2006 or 2007).Select(l => (l.Level, l.Event)));
        var wrong = run.Loop.Snapshot().Units[0].WrongDevices;
        Assert.Equal([(0, "identify holding 500 (PLC 40501): expected 247, found 1500")], wrong.Select(one => (one.Key, one.Value.English)));

        _bus.Registers[(1, 500)] = 247;
        await run.RunAsync(Seconds(10));
        Assert.Equal(["G", "G"], Qualities(run.Take()[^1].Readings));
        Assert.Contains(run.Logger.Lines, l => l.Event == 2007);
    }

    [Fact]
    public async Task The_right_device_is_checked_once_and_again_after_a_reconnect_and_a_silence()
    {
        _site.Device(_site.Bus(), 1, WithIdentity, SampleSite.Words(0, 2));
        _bus.Registers[(1, 500)] = 247;
        var fate = default(ModbusOutcome?);
        _bus.Fate = (_, _) => fate;
        await using var run = Start();
        int Checks() => _bus.Asked.Count(a => a.Request.Address == 500);
        await run.RunAsync(Seconds(3));
        Assert.Equal(1, Checks());
        await _bus.CloseAsync();
        await run.RunAsync(Seconds(3));
        Assert.Equal(2, Checks());
        fate = ModbusOutcome.Mismatch;
        await run.RunAsync(Seconds(1));
        fate = null;
        await run.RunAsync(Seconds(3));
        Assert.Equal(3, Checks());
        Assert.Equal(["G", "G"], Qualities(run.Take()[^1].Readings));
    }

    [Fact]
    public async Task Another_device_behind_a_connection_opened_anew_is_not_believed_for_one_poll()
    {
        _site.Device(_site.Bus(), 1, WithIdentity, SampleSite.Words(0, 2));
        _bus.Registers[(1, 500)] = 247;
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));
        Assert.All(run.Take(), s => Assert.Equal(["G", "G"], Qualities(s.Readings)));
        _bus.Registers[(1, 500)] = 300;
        await _bus.CloseAsync();
        await run.RunAsync(Seconds(3));
        Assert.All(run.Take(), s => Assert.Equal(["B:wrong-device", "B:wrong-device"], Qualities(s.Readings)));
    }

    [Theory]
    [InlineData(ModbusOutcome.NoConnection, "B:comm-failure")]
    [InlineData(ModbusOutcome.NoAnswer, "B:timeout")]
    public async Task What_came_over_a_connection_opened_anew_is_not_believed_when_the_poll_breaks_off_before_the_device_was_checked(
        ModbusOutcome end, string quality)
    {
        _site.Device(_site.Bus(), 1, WithIdentity, [.. SampleSite.Words(0, 1), .. SampleSite.Words(1000, 1), .. SampleSite.Words(2000, 1)]);
        _bus.Registers[(1, 500)] = 247;
        bool isBreaking = false;
        _bus.Fate = (_, request) => isBreaking && request.Address is 1000 or 2000 ? end : null;
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));
        Assert.All(run.Take(), s => Assert.Equal(["G", "G", "G"], Qualities(s.Readings)));

        // The first block is read behind the new connection, from a device that nobody has checked.
        isBreaking = true;
        _bus.Registers[(1, 0)] = 4711;
        _bus.Registers[(1, 500)] = 300;
        await _bus.CloseAsync();
        await run.RunAsync(Seconds(10));
        var scans = run.Take();
        Assert.Equal([quality, quality, quality], Qualities(scans[0].Readings));
        Assert.All(scans, s => Assert.True(s.Readings[0].Quality.IsBad));
    }

    [Fact]
    public async Task What_was_read_before_the_unit_fell_silent_on_the_same_connection_stays()
    {
        _site.Device(_site.Bus(), 1, WithIdentity, [.. SampleSite.Words(0, 1), .. SampleSite.Words(1000, 1), .. SampleSite.Words(2000, 1)]);
        _bus.Registers[(1, 500)] = 247;
        bool isBreaking = false;
        _bus.Fate = (_, request) => isBreaking && request.Address is 1000 or 2000 ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(2.5));
        run.Take();
        isBreaking = true;
        await run.RunAsync(Seconds(3));
        Assert.Equal(["G", "B:timeout", "B:timeout"], Qualities(run.Take()[0].Readings));
    }

    [Fact]
    public async Task A_unit_that_dies_in_the_middle_of_a_poll_costs_its_neighbours_two_timeouts_and_not_one_for_each_block()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, [.. Enumerable.Range(0, 8).SelectMany(i => SampleSite.Words(1000 * i, 1))]);
        _site.Device(bus, 2, null, SampleSite.Words(0, 2));
        int answered = 0;
        _bus.Fate = (unit, _) => unit == 1 && ++answered > 9 ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(10));
        double[] asked = [.. _bus.Asked.Where(a => a.Unit == 2).Select(a => a.At.TotalSeconds)];
        Assert.All(asked.Zip(asked.Skip(1), (one, next) => next - one), pause => Assert.InRange(pause, 0.4, 2.6));
    }

    [Fact]
    public async Task Two_neighbouring_blocks_that_get_no_answer_do_not_blind_their_unit()
    {
        _site.Device(
            _site.Bus(), 1, null, [.. SampleSite.Words(0, 1), .. SampleSite.Words(1000, 1), .. SampleSite.Words(2000, 1), .. SampleSite.Words(3000, 1)]);
        _bus.Fate = (_, request) => request.Address is 1000 or 2000 ? ModbusOutcome.NoAnswer : null;
        await using var run = Start();
        await run.RunAsync(Seconds(60));
        var scans = run.Take();
        Assert.Equal(["G", "B:timeout", "B:timeout", "G"], Qualities(scans[^1].Readings));
        Assert.InRange(scans.Count(s => !s.Readings[3].Quality.IsGood), 0, 3);
        Assert.InRange(_bus.Asked.Count(a => a.Request.Address == 1000), 4, 7);
    }

    [Fact]
    public async Task A_fault_of_ours_with_one_device_is_critical_and_leaves_the_others_alone()
    {
        var bus = _site.Bus();
        _site.Device(bus, 1, null, SampleSite.Words(0, 2));
        _site.Device(bus, 2, null, SampleSite.Words(0, 2));
        int faults = 0;
        _bus.Fate = (unit, _) => unit == 1 && ++faults <= 1 ? throw new InvalidOperationException("ours") : null;
        await using var run = Start();
        await run.RunAsync(Seconds(9));
        var scans = run.Take();
        Assert.Equal(["B:unexplained", "B:unexplained"], Qualities(scans.Single(s => s.Device == 0).Readings));
        Assert.InRange(scans.Count(s => s.Device == 1), 9, 10);
        Assert.Equal([LogLevel.Critical], run.Logger.Lines.Where(l => l.Event == 2008).Select(l => l.Level));
        await run.RunAsync(Seconds(3));
        Assert.Equal(["G", "G"], Qualities(run.Take().First(s => s.Device == 0).Readings));
    }

    [Fact]
    public async Task A_full_channel_makes_the_loop_wait_and_loses_nothing()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 2, TimeSpan.Zero));
        await using var run = Start(capacity: 2);
        await LoopRun.Eventually(() => run.Loop.Snapshot().Waits > 0);
        for (int i = 0; i < 50; i++)
        {
            using var scan = await run.NextAsync();
            Assert.Equal(1001, scan.Readings[1].Number);
        }
        Assert.InRange(_bus.Asked.Count, 50, 54);
    }

    [Fact]
    public async Task A_gap_is_kept_between_an_answer_and_the_next_request()
    {
        var bus = _site.Bus();
        foreach (byte unit in new byte[] { 1, 2 })
            _site.Device(bus, unit, d => d with { RequestGap = TimeSpan.FromMilliseconds(200) }, [.. SampleSite.Words(0, 1), .. SampleSite.Words(100, 1)]);
        await using var run = Start();
        await run.RunAsync(Seconds(3));
        Assert.All(_bus.Asked.Zip(_bus.Asked.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMilliseconds(199)));
    }

    [Fact]
    public async Task Devices_of_a_pipelining_bus_are_asked_together_but_never_more_than_allowed()
    {
        var four = new TaskCompletionSource();
        var client = new FakeBus(_clock)
        {
            MaximumInFlight = 4,
            Held = (_, now) =>
            {
                if (now >= 4) four.TrySetResult();
                return four.Task;
            },
        };
        var bus = _site.Bus(inFlight: 4);
        for (byte unit = 1; unit <= 6; unit++) _site.Device(bus, unit, null, SampleSite.Words(unit, 2));
        await using var run = new LoopRun(_site.Build(), client, _clock);
        var devices = new List<int>();
        for (int i = 0; i < 6; i++)
        {
            using var scan = await run.NextAsync();
            devices.Add(scan.Device);
            Assert.All(scan.Readings.ToArray(), r => Assert.True(r.Quality.IsGood));
        }
        Assert.Equal([0, 1, 2, 3, 4, 5], devices.Distinct().Order());
        Assert.Equal(4, client.MostAtOnce);
    }

    [Fact]
    public async Task Several_blocks_of_one_device_are_asked_together_once_it_has_answered()
    {
        var four = new TaskCompletionSource();
        var client = new FakeBus(_clock)
        {
            MaximumInFlight = 8,
            Held = (request, now) =>
            {
                if (now == 4) four.TrySetResult();
                return request.Address == 0 ? Task.CompletedTask : four.Task;
            },
        };
        _site.Device(_site.Bus(inFlight: 8), 1, null, [.. Enumerable.Range(0, 5).SelectMany(b => SampleSite.Words(b * 1000, 2))]);
        await using var run = new LoopRun(_site.Build(), client, _clock);
        using var scan = await run.NextAsync();
        Assert.Equal(4, client.MostAtOnce);
        Assert.Equal([1000, 1001, 2000, 2001, 3000, 3001, 4000, 4001, 5000, 5001], scan.Readings.ToArray().Select(r => r.Number));
    }
}
