using System.Diagnostics;
using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>History of a site of 200 points at one a second: bytes a reading, cost of taking an hour, time of queries over 24 hours and 30 days.</summary>
/// <remarks>Times come up to 4 ms late.</remarks>
internal static class HistoryFigures
{
    private const int Points = 200, Rounds = 9;
    private const long SecondMs = 1_000, HourMs = 3_600_000, DayMs = 24 * HourMs;
    private const int WaitingSeconds = 660;
    private static readonly DateTimeOffset _begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(int hours)
    {
        using var folder = new TemporaryFolder();
        var clock = new TestClock(_begin);
        var settings = new BufferSettings { Path = folder.Path, MaximumBytes = 16L << 30 };
        var mix = new ReadingMix(new Random(3), Points);
        // As it is just before the next ten minutes are taken: what a query finds in the buffer is never more.
        int taken = (hours * 3_600) - 1_800;
        Store(settings, clock, mix, 0, taken);
        clock.StepWallClock(TimeSpan.FromHours(hours - 0.5));

        var (cpu, before) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
        var snapshot = await TakeAsync(settings, clock);
        var (taking, cost) = (Stopwatch.GetElapsedTime(before), Process.GetCurrentProcess().TotalProcessorTime - cpu);
        long readings = (long)taken * Points;
        double hourly = taking.TotalMilliseconds / (hours - 0.5), million = cost.TotalSeconds / readings * 1e6;
        Console.WriteLine(
            $"""
            {Points} points at 1 s, {hours} h, {readings / 1e6:0.0} million readings in history, {WaitingSeconds} messages wait in the buffer
              on disk                 {(double)snapshot.SizeBytes / readings:0.00} bytes a reading
              taking                  {hourly:0} ms an hour of readings, {million:0.00} CPU s a million
              peak resident           {new ProcessMeter(Environment.ProcessId).ResidentMegabytes.Peak:0} MB
            """);
        Store(settings, clock, mix, taken, taken + WaitingSeconds);
        clock.StepWallClock(TimeSpan.FromSeconds(WaitingSeconds));
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        Measure("24 h, one point, raw", () => new HistoryReader(folder.Path, clock).Readings("bench/p000", now - DayMs, now).Count());
        Measure("24 h, float noise, raw", () => new HistoryReader(folder.Path, clock).Readings("bench/p004", now - DayMs, now).Count());
        Measure(
            "24 h before the last, raw",
            () => new HistoryReader(folder.Path, clock).Readings("bench/p000", now - DayMs - HourMs, now - HourMs).Count());
        Measure("24 h in minutes", () => new HistoryReader(folder.Path, clock).Buckets("bench/p000", now - DayMs, now, TimeSpan.FromMinutes(1)).Count());
        Measure(
            "all in 6 h buckets",
            () => new HistoryReader(folder.Path, clock).Buckets("bench/p000", _begin.ToUnixTimeMilliseconds(), now, TimeSpan.FromHours(6)).Count());
        Measure("24 h of all points, export", () => new HistoryReader(folder.Path, clock).Export(_ => true, now - DayMs, now).Count());
    }

    private static void Measure(string what, Func<int> query)
    {
        int found = 0;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            found = query();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order().ToList();
        double spent = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / Rounds;
        Console.WriteLine($"  {what,-32} {times[Rounds / 2],8:0.0} ms (best {times[0]:0.0}), {spent:0.0} ms of CPU, {found} found");
    }

    private static async Task<HistorySnapshot> TakeAsync(BufferSettings settings, TimeProvider clock)
    {
        var store = new SqliteStore(settings, clock, NullLogger<SqliteStore>.Instance);
        using var buffer = new DurableBuffer(store, settings, clock, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        var writer = new HistoryWriter(buffer, settings, clock, NullLogger<HistoryWriter>.Instance);
        writer.TakeWhatIsDue(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var storing = buffer.RunAsync(stop.Token);
        await stop.CancelAsync();
        await storing;
        return writer.Snapshot;
    }

    private static void Store(BufferSettings settings, TimeProvider clock, ReadingMix mix, int from, int to)
    {
        using var store = new SqliteStore(settings, clock, NullLogger<SqliteStore>.Instance);
        store.Open();
        string points = string.Join(',', Enumerable.Range(0, Points).Select(n => $$"""{"id":"bench/p{{n:000}}","unit":"1","every_ms":1000}"""));
        var layout = Layout.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"site":{"id":"bench"},"points":[{{points}}]}"""))!;
        int number = store.AddLayout(layout.Digest, layout.Descriptor);
        var random = new Random(from);
        using var writer = new ReadingsWriter();
        for (int second = from; second < to;)
        {
            var transaction = new StoreTransaction();
            for (int end = second + 60; second < end; second++)
            {
                long time = _begin.ToUnixTimeMilliseconds() + (second * SecondMs);
                for (int point = 0; point < Points; point++) writer.Append(mix.Next(point, second, time + random.Next(5), second % 3_600 < 60), true);
                transaction.Messages.Add(new NewMessage(
                    Lane.Live, second + 1, MessageKind.Readings, time, second * SecondMs, ClockState.Synchronized, writer.Count, number, writer.Seal()));
            }
            store.Commit(transaction);
        }
    }
}
