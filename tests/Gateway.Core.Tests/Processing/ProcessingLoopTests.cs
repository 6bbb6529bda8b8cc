using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Alarms;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Tests.Processing;

public sealed class ProcessingLoopTests
{
    private const string High = "outlet/p0/high";

    private static readonly Quality _stale = Quality.Bad(QualityReason.Stale);

    private static AlarmSite TwoDevices => new AlarmSite().Device("outlet", 2).Device("inlet", 1);

    [Fact]
    public async Task Readings_are_stored_and_shown_as_they_came()
    {
        await using var running = new RunningLoop(TwoDevices.Build()).Start();
        Assert.Equal(QualityReason.Startup, running.Loop.Latest[1].Quality.Reason);
        Reading[] came =
        [
            Reading.OfNumber(0, running.NowMs, 7.21),
            Reading.OfNumber(1, running.NowMs, 8.1, Quality.Uncertain(QualityReason.CalibrationDue)),
        ];

        running.Scan(0, came);
        running.Scan(1, Reading.Missing(2, running.NowMs, Quality.Bad(QualityReason.Timeout)));

        var stored = await running.StoredReadingsAsync(3);
        Assert.Equal<Reading>([.. came, Reading.Missing(2, running.NowMs, Quality.Bad(QualityReason.Timeout))], stored);
        Assert.Equal<Reading>(came, [running.Loop.Latest[0], running.Loop.Latest[1]]);
        await running.GoRoundAsync();
        var snapshot = running.Loop.Snapshot;
        Assert.Equal((2, 3, 0, 0), (snapshot.Scans, snapshot.Readings, snapshot.Transitions, snapshot.Failures));
    }

    [Fact]
    public async Task A_transition_is_stored_with_the_alarms_new_state()
    {
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build()).Start();

        running.Value(0, 0.9);

        var transition = Assert.Single(await running.StoredTransitionsAsync(1));
        Assert.Equal((High, AlarmState.Unacknowledged, 0.9), (transition.AlarmId, transition.To, transition.Value));
        var state = Assert.Single(running.Buffer.AlarmStates());
        Assert.Equal(new AlarmRecord(High, AlarmState.Unacknowledged, transition.Occurrence, running.NowMs, running.NowMs, 0.9), state);
        Assert.Equal(state, running.Loop.Alarms[0]);
        Assert.Equal(1, running.Logger.Count(3500));
    }

    [Fact]
    public async Task A_delay_ends_without_another_sample_and_whatever_the_wall_clock_does()
    {
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8, onDelay: 10).Build()).Start();
        running.Value(0, 0.9);
        await running.GoRoundAsync();

        running.Clock.StepWallClock(TimeSpan.FromDays(1));
        await running.AdvanceAsync(9);
        Assert.Equal(AlarmState.Normal, running.Loop.Alarms[0].State);
        running.Clock.StepWallClock(TimeSpan.FromDays(-2));
        await running.AdvanceAsync(2);

        Assert.Equal(AlarmState.Unacknowledged, running.Loop.Alarms[0].State);
        Assert.InRange(running.Loop.Alarms[0].SinceMs, running.NowMs - 1001, running.NowMs - 999);
        await running.StoredTransitionsAsync(1);
    }

    [Fact]
    public async Task A_point_without_readings_gets_one_row_that_says_so_and_its_device_an_alarm()
    {
        await using var running = new RunningLoop(TwoDevices.OnDevice(AlarmKind.Stale, 0).OnDevice(AlarmKind.Stale, 1).Build()).Start();
        running.Scan(0, Reading.OfNumber(0, running.NowMs, 1), Reading.OfNumber(1, running.NowMs, 2));
        running.Value(2, 3);
        await running.GoRoundAsync();

        for (int second = 0; second < 75; second++)
        {
            await running.AdvanceAsync(1);
            running.Clock.StepWallClock(TimeSpan.FromHours(second % 2 == 0 ? 5 : -5));
            running.Value(0, 1);
            running.Value(2, 3);
        }

        await running.GoRoundAsync();
        var stored = await running.StoredReadingsAsync(3 + 150 + 1);
        var row = Assert.Single(stored, reading => reading.Quality == _stale);
        Assert.Equal((1, ValueKind.None), (row.Point, row.Kind));
        Assert.Equal(_stale, running.Loop.Latest[1].Quality);
        Assert.Equal(AlarmState.Unacknowledged, running.Loop.Alarms[0].State);
        Assert.Equal(AlarmState.Normal, running.Loop.Alarms[1].State);
        Assert.Equal("outlet/p1: stale", Assert.Single(await running.StoredTransitionsAsync(1)).Note);
        Assert.Equal(1, running.Logger.Count(3002));

        running.Value(1, 2);
        await running.GoRoundAsync();
        Assert.Equal(AlarmState.ReturnedUnacknowledged, running.Loop.Alarms[0].State);
        Assert.Equal(2, running.Loop.Latest[1].Number);
    }

    [Fact]
    public async Task A_point_that_was_never_read_becomes_stale_too()
    {
        await using var running = new RunningLoop(TwoDevices.Build()).Start();
        await running.GoRoundAsync();

        await running.AdvanceAsync(31);

        Assert.Equal([0, 1, 2], (await running.StoredReadingsAsync(3)).Where(reading => reading.Quality == _stale).Select(reading => reading.Point));
    }

    [Fact]
    public async Task A_backlog_in_the_channel_makes_nobody_stale()
    {
        var limits = new BufferLimits { WaitingReadings = 1, MessageReadings = 1, WaitForRoom = TimeSpan.FromHours(1) };
        await using var running = new RunningLoop(new AlarmSite().Device("outlet", 1).Build(), limits: limits);
        for (int i = 0; i < 600; i++) running.Value(0, i);
        running.StartLoop();

        running.Clock.Advance(TimeSpan.FromMinutes(1));
        running.StartBuffer();
        var stored = await running.StoredReadingsAsync(600);
        await running.GoRoundAsync();
        Assert.DoesNotContain(stored, reading => reading.Quality == _stale);
        await running.AdvanceAsync(1);

        Assert.Equal(_stale, running.Loop.Latest[0].Quality);
    }

    [Fact]
    public async Task An_acknowledgement_is_answered_when_it_is_stored()
    {
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build()).Start();
        running.Value(0, 0.9);
        string occurrence = (await running.StoredTransitionsAsync(1))[0].Occurrence;

        Assert.Equal(AcknowledgeResult.StaleOccurrence, await running.Loop.AcknowledgeAsync(new Acknowledgement(High, "01KAN9VFWG00", "li.wei"), default));
        Assert.Equal(AcknowledgeResult.Done, await running.Loop.AcknowledgeAsync(new Acknowledgement(High, occurrence, "li.wei", "cleaning"), default));

        Assert.Equal(AlarmState.Acknowledged, running.Buffer.AlarmStates()[0].State);
        var transition = (await running.StoredTransitionsAsync(2))[1];
        Assert.Equal(("li.wei", "cleaning", occurrence), (transition.Actor, transition.Note, transition.Occurrence));
        Assert.Equal(1, running.Logger.Count(3501));
        await running.StopAsync();
        Assert.Equal(AcknowledgeResult.NotRunning, await running.Loop.AcknowledgeAsync(new Acknowledgement(High, occurrence, "li.wei"), default));
    }

    [Fact]
    public async Task An_acknowledgement_waiting_at_the_stop_is_still_taken()
    {
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build(), await RaisedStoreAsync());
        string occurrence = running.Buffer.AlarmStates()[0].Occurrence!;
        var answer = running.Loop.AcknowledgeAsync(new Acknowledgement(High, occurrence, "li.wei"), default);
        running.Start();

        await running.StopAsync();

        Assert.Equal(AcknowledgeResult.Done, await answer);
    }

    [Fact]
    public async Task Stopping_stores_what_is_in_the_channel()
    {
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build());
        for (int i = 0; i < 700; i++) running.Value(0, i);
        await running.AskToStopAsync();
        running.Start();

        await running.StopAsync();

        Assert.Equal(700, (await running.StoredReadingsAsync(700)).Count);
        Assert.Single(await running.StoredTransitionsAsync(1));
    }

    [Fact]
    public async Task A_stop_waits_for_a_stuck_buffer_but_not_for_ever()
    {
        var limits = new BufferLimits { WaitingReadings = 1, WaitForRoom = TimeSpan.FromHours(1) };
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build(), limits: limits);
        for (int i = 0; i < 3; i++) running.Value(0, i);
        running.StartLoop();
        await running.AskToStopAsync();

        running.Clock.Advance(TimeSpan.FromSeconds(5));
        await running.LoopEndAsync();

        Assert.Equal(1, running.Logger.Count(3003));
    }

    [Fact]
    public async Task The_end_of_acquisition_ends_the_loop()
    {
        await using var running = new RunningLoop(TwoDevices.Build()).Start();
        running.Value(0, 1);

        running.Complete();
        await running.LoopEndAsync();

        Assert.Single(await running.StoredReadingsAsync(1));
    }

    [Fact]
    public async Task A_bug_in_judging_costs_no_reading_and_no_other_devices_alarm()
    {
        // The engine knows one device only, so a scan of the other is beyond its arrays.
        var small = new AlarmSite().Device("outlet", 2).Limit(AlarmKind.High, 0, 0.8).Build();
        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build(), engineSite: small).Start();

        running.Value(2, 1);
        running.Value(2, 2);
        running.Value(0, 0.9);

        Assert.Equal(3, (await running.StoredReadingsAsync(3)).Count);
        Assert.Single(await running.StoredTransitionsAsync(1));
        await running.GoRoundAsync();
        Assert.Equal(2, running.Loop.Snapshot.Failures);
        var line = Assert.Single(running.Logger.Lines, line => line.Level == LogLevel.Critical);
        Assert.Contains("inlet", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_goes_on_with_the_alarms_that_were_standing()
    {
        var store = await RaisedStoreAsync();
        var before = Assert.Single(store.AlarmStates());

        await using var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build(), store).Start();
        running.Value(0, 0.95);
        await running.GoRoundAsync();

        Assert.Equal(before, running.Loop.Alarms[0]);
        Assert.Equal(0, running.Loop.Snapshot.Transitions);
    }

    [Fact]
    public async Task A_restart_without_the_alarm_brings_it_to_normal_in_the_store()
    {
        var store = await RaisedStoreAsync();

        await using var running = new RunningLoop(TwoDevices.Build(), store).Start();

        var transition = (await running.StoredTransitionsAsync(2))[1];
        Assert.Equal((High, AlarmState.Normal, "removed from the configuration"), (transition.AlarmId, transition.To, transition.Note));
        Assert.Equal(AlarmState.Normal, Assert.Single(store.AlarmStates()).State);
    }

    private static async Task<IStore> RaisedStoreAsync()
    {
        var store = new MemoryStore(1 << 30);
        var running = new RunningLoop(TwoDevices.Limit(AlarmKind.High, 0, 0.8).Build(), store).Start();
        running.Value(0, 0.9);
        await running.StoredTransitionsAsync(1);
        await running.StopAsync();
        return store;
    }
}
