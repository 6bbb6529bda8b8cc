using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>A backlog of hours drains over a slow way while fresh readings go on: readings a second, and how old fresh ones are when they arrive.</summary>
/// <remarks>200 points at one a second, as they are sealed: 200 readings a message. The platform listens at the broker and is not slowed.</remarks>
internal static class BacklogDrain
{
    private const int Devices = 2, Registers = 100, Points = Devices * Registers;
    private static readonly TimeSpan _oneWay = TimeSpan.FromMilliseconds(12.5);

    public static async Task RunAsync(int hours)
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync(new() { ExtraLines = ["max_queued_messages 0"] });
        await using var fleet = RunningProcess.Start(
            Environment.ProcessPath!, ["serve", Devices.ToString(CultureInfo.InvariantCulture), Registers.ToString(CultureInfo.InvariantCulture)]);
        var ports = (await fleet.Output.WaitForCountAsync(Devices)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        using var stop = new CancellationTokenSource();
        using var line = new DelayLine(broker.Port, _oneWay);
        line.Open();
        var carrying = line.RunAsync(stop.Token);
        string site = BenchmarkSite.Write(folder.Path, Registers, "1s",
            ports.Select((port, i) => $"b{i}: {{ connect: \"tcp://127.0.0.1:{port}\" }}"),
            ports.Select((_, i) => $"d{i}: {{ profile: bench/block, bus: b{i}, unit: 1 }}"), line.Port);
        long backlog = Store(SiteFiles.Compile(site).Model!, hours);

        await using var session = new MqttSession(
            new MqttSessionOptions { Host = "127.0.0.1", Port = broker.Port, ClientIdentifier = "platform", ReceiveMaximum = 1_000,
                MaximumPacketSize = 1 << 20 }, TimeProvider.System);
        await session.ConnectAsync(stop.Token);
        await session.SubscribeAsync([new MqttSubscription("envgw1/+/+/data/#")], stop.Token);
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site]);
        await gateway.WaitForLineAsync(text => text.Contains("Running", StringComparison.Ordinal));
        var meter = new ProcessMeter(gateway.Id);

        var (took, late, ages) = await ReceiveAsync(session, backlog, stop.Token);
        Console.WriteLine(
            $"""
            {Points} points at 1 s, {hours} h behind, {backlog / 1e6:0.00} million readings, {2 * _oneWay.TotalMilliseconds:0} ms round trip, on {Environment.ProcessorCount} cores
              backlog        {late / took.TotalSeconds:0} readings a second, {took.TotalSeconds:0.0} s
              fresh          {ages.Count} messages meanwhile, {Percentile(ages, 0.5):0} ms old on arrival (median), {Percentile(ages, 0.99):0} ms (99 of 100), {Percentile(ages, 1):0} ms at most
              CPU            {meter.CpuSeconds / Math.Max(1, late) * 1e6:0.00} s a million readings
              memory         {meter.ResidentMegabytes.Now:0} MB resident, {meter.ResidentMegabytes.Peak:0} MB at most
            """);
        await gateway.TerminateAsync();
        await stop.CancelAsync();
        await carrying;
    }

    private static async Task<(TimeSpan Took, long Late, List<double> Ages)> ReceiveAsync(MqttSession session, long backlog, CancellationToken stop)
    {
        var (begin, late, ages) = (0L, 0L, new List<double>());
        await foreach (var message in session.IncomingAsync(stop))
        {
            bool isBacklog = message.Topic.EndsWith("/fill", StringComparison.Ordinal);
            if (!isBacklog && !message.Topic.EndsWith("/live", StringComparison.Ordinal)) continue;
            if (begin == 0) begin = Stopwatch.GetTimestamp();
            var json = Read(message.Payload);
            if (!isBacklog) ages.Add(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - json.GetProperty("time").GetInt64());
            else late += json.GetProperty("readings").GetArrayLength();
            if (late >= backlog) break;
        }
        return (Stopwatch.GetElapsedTime(begin), late, ages);
    }

    private static JsonElement Read(ReadOnlyMemory<byte> payload)
    {
        if (payload.Span[0] != 0x1F) return JsonDocument.Parse(payload).RootElement;
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress)) packed.CopyTo(unpacked);
        return JsonDocument.Parse(unpacked.ToArray()).RootElement;
    }

    private static double Percentile(List<double> ages, double share) =>
        ages.Count == 0 ? 0 : ages.Order().ElementAt(Math.Min(ages.Count - 1, (int)(ages.Count * share)));

    /// <summary>As the gateway would have stored them: a message each second, up to ten minutes ago.</summary>
    private static long Store(SiteModel site, int hours)
    {
        var now = DateTimeOffset.UtcNow;
        using var store = new SqliteStore(site.Buffer, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        store.Open();
        var layout = Layout.Of(site);
        int number = store.AddLayout(layout.Digest, layout.Descriptor);
        var random = new Random(3);
        using var writer = new ReadingsWriter();
        int seconds = hours * 3_600;
        for (int second = 0; second < seconds;)
        {
            var transaction = new StoreTransaction();
            for (int end = Math.Min(seconds, second + 600); second < end; second++)
            {
                long time = now.AddMinutes(-10).AddSeconds(second - seconds).ToUnixTimeMilliseconds();
                for (int point = 0; point < Points; point++) writer.Append(Reading.OfNumber(point, time + (point / Registers), random.Next(900, 1_100)), true);
                transaction.Messages.Add(
                    new NewMessage(Lane.Live, second + 1, MessageKind.Readings, time, second * 1_000L, ClockState.Synchronized, writer.Count, number,
                        writer.Seal()));
            }
            store.Commit(transaction);
        }
        return (long)seconds * Points;
    }
}
