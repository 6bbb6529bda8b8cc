using System.Text;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Watching;

namespace Gateway.Core.Tests.Watching;

public class StoreChangesTests
{
    private static readonly BufferSnapshot _healthy = new()
    {
        State = BufferState.Healthy,
        Epoch = "k3f6x2qa",
        Boot = 1,
        Commits = 0,
        StoredReadings = 0,
        StoredEvents = 0,
        PendingReadings = 0,
        PendingEvents = 0,
        PendingBytes = 0,
        DroppedReadings = 0,
        TrimmedReadings = 0,
        SizeBytes = 0,
        Lanes = [],
    };

    private readonly StoreChanges _changes = new();
    private TimeSpan _at;

    [Fact]
    public void A_store_that_is_well_is_not_spoken_of()
    {
        Assert.Empty(Take(_healthy));
        Assert.Empty(Take(_healthy));
    }

    [Fact]
    public void A_loss_that_the_start_found_is_told_once_with_its_range_and_epoch()
    {
        var lost = _healthy with { Loss = ("Missing: live 301 to 600.", "缺失：live 301 至 600。") };
        Assert.Equal(
            ["""{"what":"loss","epoch":"k3f6x2qa","text":{"en":"Missing: live 301 to 600.","zh":"缺失：live 301 至 600。"}}"""], Take(lost));
        Assert.Empty(Take(lost));
        Assert.Single(Take(lost with { Epoch = "aaaaaaaa" }));
    }

    [Fact]
    public void A_disk_that_fails_is_told_when_it_begins_and_when_it_ends()
    {
        Take(_healthy);
        var degraded = _healthy with { State = BufferState.Degraded, Outages = 1, LastError = ("disk failed", "磁盘出错") };
        Assert.Equal(["""{"what":"degraded","text":{"en":"disk failed","zh":"磁盘出错"}}"""], Take(degraded));
        Assert.Empty(Take(degraded));
        Assert.Equal(["""{"what":"recovered","readings_given_up":7}"""], Take(degraded with { State = BufferState.Healthy, DroppedReadings = 7 }));
    }

    [Fact]
    public void A_failure_between_two_looks_is_told_all_the_same()
    {
        Take(_healthy);
        Assert.Equal(2, Take(_healthy with { Outages = 1 }).Count);
        Assert.Empty(Take(_healthy with { Outages = 1 }));
    }

    [Fact]
    public void A_drop_is_told_at_once_what_follows_once_an_hour_and_nothing_twice()
    {
        Take(_healthy, new Drop(Lane.Live, 1, 100, 1_000, DropReason.Size, 0));
        Assert.Equal(
            ["""{"what":"drop","lane":"live","from":101,"to":150,"readings":500,"reason":"size"}"""],
            Take(_healthy, new Drop(Lane.Live, 1, 150, 1_500, DropReason.Size, 0)));
        Assert.Empty(Take(_healthy, new Drop(Lane.Live, 1, 300, 3_000, DropReason.Size, 0)));
        _at += DropTally.Every;
        Assert.Equal(
            ["""{"what":"drop","lane":"live","from":151,"to":300,"readings":1500,"reason":"size"}""",
                """{"what":"drop","lane":"event","from":5,"to":5,"readings":0,"reason":"damage"}"""],
            Take(_healthy, new Drop(Lane.Live, 1, 300, 3_000, DropReason.Size, 0), new Drop(Lane.Event, 5, 5, 0, DropReason.Damage, 0)));
        _at += DropTally.Every;
        Assert.Empty(Take(_healthy, new Drop(Lane.Live, 1, 300, 3_000, DropReason.Size, 0)));
    }

    [Fact]
    public void A_clock_that_was_set_is_told_and_one_that_goes_is_not()
    {
        var steps = new ClockSteps();
        var wall = DateTimeOffset.FromUnixTimeMilliseconds(1_763_757_000_000);
        Assert.Null(steps.Take(wall, TimeSpan.Zero, ClockState.Free));
        Assert.Null(steps.Take(wall.AddSeconds(10.5), TimeSpan.FromSeconds(10), ClockState.Free));
        var step = steps.Take(wall.AddSeconds(20.5).AddDays(-1), TimeSpan.FromSeconds(20), ClockState.Synchronized)!;
        Assert.Equal((MessageKind.Clock, AuditKind.ClockStep), (step.Kind, step.Entry.Kind));
        Assert.Equal(
            """{"by_ms":-86400000,"from":1763757020500,"to":1763670620500,"synchronised":true}""", Encoding.UTF8.GetString(step.Entry.Body.Span));
        Assert.Null(steps.Take(wall.AddSeconds(30.5).AddDays(-1), TimeSpan.FromSeconds(30), ClockState.Synchronized));
    }

    private IReadOnlyList<string> Take(BufferSnapshot buffer, params Drop[] drops) =>
        [.. _changes.Take(new StoreLook(buffer, null, drops, _at)).Select(happening => Encoding.UTF8.GetString(happening.Entry.Body.Span))];
}
