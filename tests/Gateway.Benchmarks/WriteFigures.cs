using System.Diagnostics;
using System.Text;
using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>What a long run writes to the device and keeps in memory: 200 points at one a second, stored each second and synced, with history, a feed that
/// keeps up and one that is down.</summary>
/// <remarks>Hours pass on a clock of their own, as fast as the disk takes the commits. The folder must lie on a disk: in memory nothing is written.</remarks>
internal static class WriteFigures
{
    private const int Points = 200;
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(int hours)
    {
        using var folder = new TemporaryFolder();
        var clock = new TestClock(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var settings = new BufferSettings { Path = folder.Path };
        using var buffer = new DurableBuffer(
            new SqliteStore(settings, clock, NullLogger<SqliteStore>.Instance), settings, clock, NullLogger<DurableBuffer>.Instance, () =>
                ClockState.Synchronized);
        buffer.Open();
        buffer.UseLayout(LayoutOf());
        buffer.BookmarkOf("down", Lane.Live);
        var history = new HistoryWriter(buffer, settings, clock, NullLogger<HistoryWriter>.Instance);
        using var stop = new CancellationTokenSource();
        Task[] running = [buffer.RunAsync(stop.Token), history.RunAsync(stop.Token)];

        var meter = new ProcessMeter(Environment.ProcessId);
        var random = new Random(3);
        var mix = new ReadingMix(random, Points);
        long before = meter.WrittenBytes, start = Stopwatch.GetTimestamp();
        for (int hour = 0; hour < hours; hour++)
        {
            long hourBefore = meter.WrittenBytes;
            for (int second = 0; second < 3_600; second++)
            {
                // Stored with the second's readings, so it is waited for after them.
                var heartbeat = second % 60 == 0 ? buffer.AppendEventAsync(MessageKind.Heartbeat, new byte[900], null, CancellationToken.None) : default;
                await SecondAsync(buffer, clock, random, mix, (hour * 3_600) + second);
                await heartbeat;
            }
            var (now, peak) = meter.ResidentMegabytes;
            Console.WriteLine(
                $"  hour {hour + 1,3}: {(meter.WrittenBytes - hourBefore) / 1e6,7:0.0} MB written, {now,5:0} MB resident ({peak:0} at most), {history.Snapshot.Days} day file");
        }
        double bytes = meter.WrittenBytes - before;
        Console.WriteLine(
            $"""
            {Points} points at 1 s, {hours} h with history and two feeds, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s
              written to the device   {bytes / hours * 24 / 1e9:0.00} GB a day (aim 1.6), {bytes / (hours * 3_600.0 * Points):0.0} bytes a reading
            """);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    private static async Task SecondAsync(DurableBuffer buffer, TestClock clock, Random random, ReadingMix mix, int second)
    {
        long commits = buffer.Commits;
        long time = clock.GetUtcNow().ToUnixTimeMilliseconds();
        using (var scan = new Scan(0, Points, clock.GetTimestamp()))
        {
            for (int point = 0; point < Points; point++) scan.Add(mix.Next(point, second, time + random.Next(5), second % 3_600 < 60));
            await buffer.AppendAsync(scan, CancellationToken.None);
        }
        // As a feed that keeps up does: each message that is acknowledged.
        buffer.MoveBookmark("up", Lane.Live, new Bookmark(buffer.Extent(Lane.Live).Last));
        // The writer may not have gone to sleep on the clock yet when it moves on: then it is moved on once more, and the second was a little longer.
        for (clock.Advance(_second); buffer.Commits == commits; clock.Advance(TimeSpan.FromMilliseconds(1))) await Task.Delay(TimeSpan.FromMilliseconds(1));
    }

    private static Layout LayoutOf()
    {
        string points = string.Join(',', Enumerable.Range(0, Points).Select(n => $$"""{"id":"bench/p{{n:000}}","unit":"1","every_ms":1000}"""));
        return Layout.Parse(Encoding.UTF8.GetBytes($$"""{"site":{"id":"bench"},"points":[{{points}}]}"""))!;
    }
}
