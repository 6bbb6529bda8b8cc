using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Hosting;
using Gateway.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

public sealed class GatewayRoomsTests : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    private SiteModel Site => new()
    {
        Id = "test",
        Name = new LocalizedText("Test"),
        TimeZone = "UTC",
        Buses = [],
        Devices = [],
        Points = [],
        Alarms = [],
        Feeds = [],
        Buffer = new BufferSettings { Path = _folder.Path },
        Digest = "00",
    };

    private GatewayRooms NewRooms() => new(
        Site, new SiteSecrets(new SecretStore(null, _folder.Path, _folder.Path), new PlainSecrets()), _clock, NullLoggerFactory.Instance);

    [Fact]
    public async Task A_stop_does_not_wait_for_a_disk_that_takes_nothing()
    {
        // An alarm that the site no longer has: its return to normal is to be stored as soon as the rooms run.
        StoreAlarmOfOldSite();
        await using var rooms = NewRooms();
        rooms.Open();
        using var hog = new SqliteConnection($"Data Source={_folder["core.db"]};Pooling=False");
        hog.Open();
        using var hold = hog.BeginTransaction(deferred: false);
        using var stop = new CancellationTokenSource();
        var running = rooms.RunAsync(stop.Token);
        await Patience.UntilAsync(() => rooms.Buffer is { State: BufferState.Degraded, PendingEvents: >= 1 });

        await stop.CancelAsync();
        using var patience = new CancellationTokenSource(Patience.Limit);
        await AdvanceUntilAsync(running, patience.Token);
        Assert.False(await running);
        Assert.False(rooms.Ended.IsCompleted, "The buffer has given up its last group.");

        // The disk takes things again: the room that was left behind ends too, before its folder goes.
        hold.Rollback();
        await AdvanceUntilAsync(rooms.Ended, patience.Token);
    }

    [Fact]
    public async Task Start_store_configuration_and_stop_stand_in_the_audit_log()
    {
        for (int before = 0; before < 2; before++)
        {
            await using var rooms = NewRooms();
            rooms.Open();
            using var stop = new CancellationTokenSource();
            var running = rooms.RunAsync(stop.Token);
            await Patience.UntilAsync(() => rooms.Audit.Head.Number >= 3 + (4 * before));
            await stop.CancelAsync();
            using var patience = new CancellationTokenSource(Patience.Limit);
            await AdvanceUntilAsync(running, patience.Token);
            await rooms.Ended.WaitAsync(patience.Token);
        }
        var log = new AuditInspection(_folder.Path);
        AuditKind[] once = [AuditKind.Start, AuditKind.StoreOpened, AuditKind.Configuration, AuditKind.Stop];
        Assert.Equal([.. once, .. once], log.Rows(0).Select(row => row.Kind));
        Assert.Contains("\"ended_cleanly_before\":true", Encoding.UTF8.GetString(log.Rows(5).First().Body.Span), StringComparison.Ordinal);
        Assert.Empty(log.Verify());
    }

    private void StoreAlarmOfOldSite()
    {
        using var store = new SqliteStore(Site.Buffer, _clock, NullLogger<SqliteStore>.Instance);
        store.Open();
        store.Commit(new StoreTransaction { AlarmStates = { new AlarmRecord("gone/comm-failure", AlarmState.Unacknowledged, "01JD7XQ8Z4M2", 1, 1, null) } });
    }

    /// <summary>As when the machine is so busy that the host gives up before the rooms have noticed the stop.</summary>
    [Fact]
    public async Task What_rooms_still_use_is_not_taken_from_them()
    {
        var rooms = NewRooms();
        rooms.Open();
        using var stop = new CancellationTokenSource();
        var running = rooms.RunAsync(stop.Token);
        await rooms.DisposeAsync();
        using (var other = new SqliteStore(Site.Buffer, _clock, NullLogger<SqliteStore>.Instance))
            Assert.Equal(StoreFault.Busy, Assert.Throws<StoreException>(() => other.Open()).Fault);

        await stop.CancelAsync();
        using var patience = new CancellationTokenSource(Patience.Limit);
        await AdvanceUntilAsync(running, patience.Token);
        await AdvanceUntilAsync(rooms.Ended, patience.Token);
        await rooms.DisposeAsync();
        using var next = new SqliteStore(Site.Buffer, _clock, NullLogger<SqliteStore>.Instance);
        Assert.True(next.Open().EndedCleanly);
    }

    private async Task AdvanceUntilAsync(Task end, CancellationToken patience)
    {
        while (!end.IsCompleted)
        {
            patience.ThrowIfCancellationRequested();
            _clock.Advance(_step);
            await Task.Yield();
        }
    }
}
