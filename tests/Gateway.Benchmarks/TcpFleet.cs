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

    public static async Task RunAsync(string every, int seconds)
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        await using var fleet = RunningProcess.Start(
            Environment.ProcessPath!, ["serve", Devices.ToString(CultureInfo.InvariantCulture), Registers.ToString(CultureInfo.InvariantCulture)]);
        var ports = (await fleet.Output.WaitForCountAsync(Devices)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        string site = BenchmarkSite.Write(folder.Path, Registers, every,
            ports.Select((port, i) => $"b{i}: {{ connect: \"tcp://127.0.0.1:{port}\" }}"),
            ports.Select((_, i) => $"d{i}: {{ profile: bench/block, bus: b{i}, unit: 1 }}"), broker.Port);
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site]);
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        await Task.Delay(_warmUp);

        var meter = new ProcessMeter(gateway.Id);
        var (from, cpu, written) = (DateTimeOffset.UtcNow, meter.CpuSeconds, meter.WrittenBytes);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (to, cpuSpent, writtenSince) = (DateTimeOffset.UtcNow, meter.CpuSeconds - cpu, meter.WrittenBytes - written);
        var (resident, peak) = meter.ResidentMegabytes;
        var stopping = Stopwatch.StartNew();
        int code = await gateway.TerminateAsync();

        var (stored, acknowledged, bytes) = Readings(Path.Combine(folder.Path, "buffer"), from, to);
        double elapsed = (to - from).TotalSeconds;
        Console.WriteLine(
            $"""
            {Devices} devices x {Registers} registers, every {every}, {elapsed:0.0} s on {Environment.ProcessorCount} cores
              stored         {stored / elapsed / 1e6:0.000} million points/s ({bytes / Math.Max(1.0, stored):0.00} bytes a point, {writtenSince / elapsed / 1e6:0.0} MB/s to disk)
              acknowledged   {100.0 * acknowledged / Math.Max(1, stored):0.0} % of them by the broker when the gateway had stopped
              CPU            {cpuSpent / Math.Max(1, stored) * 1e6:0.000} s a million points, {cpuSpent / elapsed:0.000} cores
              memory         {resident:0} MB resident, {peak:0} MB at most
              stop           {stopping.Elapsed.TotalSeconds:0.0} s, exit code {code}
            """);
    }

    /// <summary>Readings sealed between two instants, how many of them the broker acknowledged, and the bytes of their bodies.</summary>
    private static (long Stored, long Acknowledged, long Bytes) Readings(string folder, DateTimeOffset from, DateTimeOffset to)
    {
        using var store = StoreReader.Open(folder);
        long bookmark = store.Bookmarks().Where(move => move.Lane == Lane.Live).Select(move => move.Bookmark.Acknowledged).DefaultIfEmpty().Max();
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
