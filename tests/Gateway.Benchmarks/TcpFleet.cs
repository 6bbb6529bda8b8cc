using System.Diagnostics;
using System.Globalization;
using Gateway.Core.Buffering;
using Gateway.Testing;

namespace Gateway.Benchmarks;

/// <summary>
/// 32 TCP devices of 100 contiguous holding registers on loopback through the real program: polled, judged, stored with fsync, published with QoS 1.
/// </summary>
internal static class TcpFleet
{
    private const int Devices = 32, Registers = 100;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(8);

    /// <param name="feeds">So many platforms get everything, over one broker.</param>
    public static async Task RunAsync(string every, int seconds, int feeds = 1)
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        await using var fleet = Serve();
        string site = await SiteAsync(folder.Path, fleet, every, Enumerable.Repeat(broker.Port, feeds));
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site]);
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        await Task.Delay(_warmUp);

        var meter = new ProcessMeter(gateway.Id);
        var (from, cpu, written) = (DateTimeOffset.UtcNow, meter.CpuSeconds, meter.WrittenBytes);
        double resident = 0;
        for (int second = 1; second <= seconds; second++)
        {
            var left = from.AddSeconds(second) - DateTimeOffset.UtcNow;
            if (left > TimeSpan.Zero) await Task.Delay(left);
            resident += meter.ResidentMegabytes.Now / seconds;
        }
        var (to, cpuSpent, writtenSince) = (DateTimeOffset.UtcNow, meter.CpuSeconds - cpu, meter.WrittenBytes - written);
        double peak = meter.ResidentMegabytes.Peak;
        var stopping = Stopwatch.StartNew();
        int code = await gateway.TerminateAsync();

        var (stored, acknowledged, bytes) = Readings(Path.Combine(folder.Path, "buffer"), from, to);
        double elapsed = (to - from).TotalSeconds;
        Console.WriteLine(
            $"""
            {Devices} devices x {Registers} registers, every {every}, {feeds} feeds, {elapsed:0.0} s on {Environment.ProcessorCount} cores
              stored         {stored / elapsed / 1e6:0.000} million points/s ({bytes / Math.Max(1.0, stored):0.00} bytes a point, {writtenSince / elapsed / 1e6:0.0} MB/s to disk)
              acknowledged   {100.0 * acknowledged / Math.Max(1, stored):0.0} % of them by the broker when the gateway had stopped
              CPU            {cpuSpent / Math.Max(1, stored) * 1e6:0.000} s a million points, {cpuSpent / elapsed:0.000} cores
              memory         {resident:0} MB resident on average, {peak:0} MB at most
              stop           {stopping.Elapsed.TotalSeconds:0.0} s, exit code {code}
            """);
    }

    /// <summary>The same flat out with a broker that is not there: what is stored waits, and memory must not grow with it.</summary>
    public static async Task OutageAsync(int seconds)
    {
        const int looks = 12;
        using var folder = new TemporaryFolder();
        await using var fleet = Serve();
        string site = await SiteAsync(folder.Path, fleet, "0s", [FreePort.Next()]);
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site]);
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        await Task.Delay(_warmUp);
        var meter = new ProcessMeter(gateway.Id);
        var from = DateTimeOffset.UtcNow;
        Console.WriteLine($"{Devices} devices x {Registers} registers, flat out, the broker is not there, on {Environment.ProcessorCount} cores");
        for (int look = 0; look <= looks; look++)
        {
            Console.WriteLine($"  after {(DateTimeOffset.UtcNow - from).TotalSeconds,4:0} s   {meter.ResidentMegabytes.Now:0} MB resident");
            if (look < looks) await Task.Delay(TimeSpan.FromSeconds((double)seconds / looks));
        }
        var to = DateTimeOffset.UtcNow;
        double peak = meter.ResidentMegabytes.Peak;
        await gateway.TerminateAsync();
        var (stored, acknowledged, bytes) = Readings(Path.Combine(folder.Path, "buffer"), from, to);
        Console.WriteLine(
            $"  waiting        {(stored - acknowledged) / 1e6:0.0} million readings in {bytes / 1e6:0} MB: {(stored - acknowledged) / 720_000.0:0} hours of 200 points at 1 s; {peak:0} MB resident at most");
    }

    private static RunningProcess Serve() => RunningProcess.Start(
        Environment.ProcessPath!, ["serve", Devices.ToString(CultureInfo.InvariantCulture), Registers.ToString(CultureInfo.InvariantCulture)]);

    private static async Task<string> SiteAsync(string folder, RunningProcess fleet, string every, IEnumerable<int> brokerPorts)
    {
        var ports = (await fleet.Output.WaitForCountAsync(Devices)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        return BenchmarkSite.Write(folder, Registers, every,
            ports.Select((port, i) => $"b{i}: {{ connect: \"tcp://127.0.0.1:{port}\" }}"),
            ports.Select((_, i) => $"d{i}: {{ profile: bench/block, bus: b{i}, unit: 1 }}"), [.. brokerPorts]);
    }

    /// <summary>Readings sealed between two instants, how many of them the broker acknowledged, and the bytes of their bodies.</summary>
    private static (long Stored, long Acknowledged, long Bytes) Readings(string folder, DateTimeOffset from, DateTimeOffset to)
    {
        using var store = StoreReader.Open(folder);
        // Of the slowest feed; history has a bookmark too.
        long bookmark = store.Bookmarks().Where(move => move.Lane == Lane.Live && move.Feed.StartsWith("platform", StringComparison.Ordinal)).Select(move => move.Bookmark.Acknowledged).DefaultIfEmpty().Min();
        long stored = 0, acknowledged = 0, bytes = 0;
        foreach (var message in StoreReader.Messages(store, Lane.Live))
        {
            if (message.WallMs < from.ToUnixTimeMilliseconds() || message.WallMs >= to.ToUnixTimeMilliseconds()) continue;
            stored += message.Count;
            bytes += message.Body.Length;
            if (message.Seq <= bookmark) acknowledged += message.Count;
        }
        return (stored, acknowledged, bytes);
    }
}
