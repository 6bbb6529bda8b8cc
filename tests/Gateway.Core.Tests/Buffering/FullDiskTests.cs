using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Somebody else has filled the disk: a real file system without a byte left.</summary>
public class FullDiskTests
{
    private const int DiskMegabytes = 128;

    private readonly TestClock _clock = new();

    [Fact]
    public async Task The_ballast_goes_first_then_old_history_then_memory_takes_it_and_all_comes_back_by_itself()
    {
        using var disk = new SmallDisk(DiskMegabytes);
        string history = Path.Combine(disk.Path, "history");
        Directory.CreateDirectory(history);
        foreach (string day in (string[])["2026-01-01", "2026-01-02"]) await File.WriteAllBytesAsync(Path.Combine(history, day + ".db"), new byte[3 << 20], TestContext.Current.CancellationToken);
        using var buffer = New(disk);
        buffer.Open();
        Assert.False(buffer.Snapshot.IsShortOfRoom);
        using var stop = new CancellationTokenSource();
        var running = buffer.RunAsync(stop.Token);

        // What is waited for is stored or not told.
        disk.Fill();
        long stored = await StoreUntilAsync(buffer, () => buffer.Snapshot.RoomMade.Count == 1);
        Assert.Equal("ballast", buffer.Snapshot.RoomMade[0].Piece.What);
        Assert.True(buffer.Snapshot.IsShortOfRoom);
        disk.Fill();
        stored += await StoreUntilAsync(buffer, () => buffer.Snapshot.RoomMade.Count == 2);
        Assert.Equal("history 2026-01-01", buffer.Snapshot.RoomMade[1].Piece.What);
        disk.Fill();
        Task? last = null;
        await Waits.Until(() =>
        {
            if (last is null or { IsCompletedSuccessfully: true }) last = AppendAsync(buffer, ref stored);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            return buffer.Snapshot.State == BufferState.Degraded;
        });
        Assert.True(File.Exists(Path.Combine(history, "2026-01-02.db")), "The newest day stays.");
        Assert.False(last!.IsCompleted);

        disk.Clear();
        await PassUntilAsync(() => last.IsCompleted);
        await last;
        await PassUntilAsync(() => !buffer.Snapshot.IsShortOfRoom);
        Assert.Equal(BufferState.Healthy, buffer.Snapshot.State);
        Assert.Equal(new LaneExtent(1, stored + 1), buffer.Extent(Lane.Event));
        await stop.CancelAsync();
        await running.WaitAsync(Waits.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_gateway_starts_on_a_full_disk()
    {
        using var disk = new SmallDisk(DiskMegabytes);
        using (var before = New(disk)) before.Open();
        disk.Fill();
        using var buffer = New(disk);
        buffer.Open();
        using var stop = new CancellationTokenSource();
        var running = buffer.RunAsync(stop.Token);
        await StoreUntilAsync(buffer, () => buffer.Snapshot.StoredEvents > 0);
        await stop.CancelAsync();
        await running.WaitAsync(Waits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("ballast", Assert.Single(buffer.Snapshot.RoomMade).Piece.What);
    }

    private DurableBuffer New(SmallDisk disk)
    {
        var settings = new BufferSettings { Path = disk.Path };
        var buffer = new DurableBuffer(new SqliteStore(settings, _clock, NullLogger<SqliteStore>.Instance), settings, _clock, NullLogger<DurableBuffer>.Instance);
        buffer.AddReserve(new Ballast(disk.Path, NullLogger<Ballast>.Instance));
        buffer.AddReserve(new HistoryWriter(buffer, settings, _clock, NullLogger<HistoryWriter>.Instance).Reserve);
        return buffer;
    }

    /// <returns>How many events were stored.</returns>
    private async Task<long> StoreUntilAsync(DurableBuffer buffer, Func<bool> condition)
    {
        long stored = 0;
        while (!condition())
        {
            var storing = AppendAsync(buffer, ref stored);
            await PassUntilAsync(() => storing.IsCompleted);
            await storing;
            Assert.True(stored < 20_000, "The disk was not full.");
        }
        return stored;
    }

    private static Task AppendAsync(DurableBuffer buffer, ref long count)
    {
        count++;
        return buffer.AppendEventAsync(MessageKind.Alarm, new byte[3_000], null, CancellationToken.None).AsTask();
    }

    private Task PassUntilAsync(Func<bool> condition) => Waits.Until(() =>
    {
        if (condition()) return true;
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });
}
