using System.Diagnostics;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Measures, and proves nothing: run by hand with <c>-explicit only -method "*BufferFigures*"</c> on a quiet machine.</summary>
public class BufferFigures(ITestOutputHelper output)
{
    private const int Points = 200;
    private const int ScanReadings = 100;
    private const int Producers = 4;
    private const int ScansEach = 50_000;
    private const long BeginMs = 1_763_757_000_000;

    [Fact(Explicit = true)]
    public void Encoding_and_decoding_a_reading()
    {
        var scans = Scans(new Random(3), 600);
        using var writer = new ReadingsWriter();
        var bodies = new List<byte[]>();
        long read = 0;
        for (int round = 0; round < 10; round++)
        {
            bodies.Clear();
            long start = Stopwatch.GetTimestamp();
            for (int repeat = 0; repeat < 20; repeat++)
            {
                foreach (var scan in scans)
                {
                    foreach (ref readonly var reading in scan.AsSpan()) writer.Append(reading, true);
                    if (writer.Count >= 2_000) bodies.Add(writer.Seal());
                }
            }
            var encoding = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            foreach (byte[] body in bodies)
            {
                var reader = new ReadingsReader(body);
                while (reader.TryRead(out var row)) read += row.Digits & 1;
            }
            var decoding = Stopwatch.GetElapsedTime(start);
            double readings = 20.0 * scans.Length * ScanReadings;
            long bytes = bodies.Sum(b => (long)b.Length);
            output.WriteLine($"{encoding.TotalNanoseconds / readings:F1} ns to encode, {decoding.TotalNanoseconds / readings:F1} ns to decode");
            output.WriteLine($"{bytes / readings:F2} bytes a reading ({read & 1})");
        }
    }

    [Fact(Explicit = true)]
    public async Task Storing_flat_out()
    {
        using var folder = new StoreFolder();
        var settings = new BufferSettings { Path = folder.Path };
        var store = new SqliteStore(settings, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        using var buffer = new DurableBuffer(store, settings, TimeProvider.System, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        buffer.UseLayout(TestSites.LayoutOf(Points));
        using var stop = new CancellationTokenSource();
        var running = buffer.RunAsync(stop.Token);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(n => Task.Run(() => ProduceAsync(buffer, n))));
        await stop.CancelAsync();
        await running;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        long readings = buffer.Snapshot.StoredReadings;
        Assert.Equal((long)Producers * ScansEach * ScanReadings, readings);
        output.WriteLine($"{readings / seconds / 1e6:F2} million readings/s, {processor / readings * 1e6:F3} s of processor a million");
        output.WriteLine($"{buffer.Commits} commits, {(double)buffer.Snapshot.SizeBytes / readings:F2} bytes on disk a reading");
        output.WriteLine($"{(double)(GC.GetTotalAllocatedBytes() - allocated) / readings:F1} bytes allocated a reading");
    }

    [Fact(Explicit = true)]
    public void Bytes_on_disk_at_one_commit_a_second()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open(1 << 30);
        var scans = Scans(new Random(3), 2_000);
        using var writer = new ReadingsWriter();
        for (int n = 0; n < scans.Length; n += 2)
        {
            foreach (ref readonly var reading in scans[n].AsSpan()) writer.Append(reading, true);
            foreach (ref readonly var reading in scans[n + 1].AsSpan()) writer.Append(reading, true);
            var message = new NewMessage(Lane.Live, (n / 2) + 1, MessageKind.Readings, BeginMs + n, n, ClockState.Synchronized, writer.Count, 1, writer.Seal());
            store.Commit(StoreContract.Transaction(message));
        }
        string path = folder.Database;
        store.Dispose();
        output.WriteLine($"{new FileInfo(path).Length / (2_000.0 * ScanReadings):F2} bytes on disk a reading, 200 readings a message");
    }

    private static async Task ProduceAsync(DurableBuffer buffer, int producer)
    {
        var scans = Scans(new Random(producer), 64);
        for (int n = 0; n < ScansEach; n++)
        {
            using var scan = new Scan(0, ScanReadings, 0);
            foreach (ref readonly var reading in scans[n % scans.Length].AsSpan()) scan.Add(reading);
            await buffer.AppendAsync(scan, CancellationToken.None);
        }
    }

    private static Reading[][] Scans(Random random, int count)
    {
        var mix = new ReadingMix(random, Points);
        return [.. Enumerable.Range(0, count).Select(ScanOf)];

        Reading[] ScanOf(int n) => [.. Enumerable.Range(n % 2 * ScanReadings, ScanReadings).Select(point => mix.Next(point, n, TimeOf(n, point), n % 60 == 0))];
    }

    private static long TimeOf(int scan, int point) => BeginMs + (scan / 2 * 1_000) + (point / 20);
}
