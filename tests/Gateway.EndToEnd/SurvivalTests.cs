using Gateway.Core.Buffering;
using Gateway.Testing;

namespace Gateway.EndToEnd;

public class SurvivalTests
{
    [Fact]
    public async Task Everything_stored_before_a_kill_in_a_broker_outage_is_at_the_subscriber_after_both_came_back()
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)]);
        await device.SetTurbidityAsync(0.4f);
        await device.StartCounterAsync(Sites.Unit, PymodbusTable.HoldingRegisters, Sites.CounterAddress);
        await using var broker = await Mosquitto.StartAsync();
        await using var gateway = new GatewayUnderTest();
        gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile);
        gateway.WriteSite(Sites.With($"connect: \"tcp://127.0.0.1:{device.Port}\"", broker.Port));

        List<MosquittoMessage> received = [];
        await using (var before = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]))
        {
            await gateway.StartAsync();
            await before.WaitForAsync(m => new[] { m }.ReadingsOf("outlet/reads").Any(r => r.Value.GetInt64() >= 10));
            await broker.KillAsync();
            received.AddRange(before.Messages.Entries);
        }

        // The broker is away; the device goes on counting, the buffer grows, a breach happens in the dark.
        await device.SetTurbidityAsync(1.6f);
        await CountedPast(device, await CountOf(device) + 25);
        await gateway.Process.KillAsync();
        var (stored, alarms) = Ledger(gateway.BufferFolder);
        int counted = await CountOf(device);
        Assert.True(stored.Count > 25, $"only {stored.Count} readings were stored: the outage proves nothing");
        Assert.True(stored.Max() > received.ReadingsOf("outlet/reads").Select(r => r.Value.GetInt64()).DefaultIfEmpty().Max(), "nothing was stored during the outage");
        Assert.True(alarms > 0, "no alarm was stored during the outage");

        await broker.RestartAsync();
        await using var after = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]);
        await gateway.StartAsync();
        await after.WaitForAsync(m => new[] { m }.ReadingsOf("outlet/reads").Any(r => r.Value.ValueKind == System.Text.Json.JsonValueKind.Number && r.Value.GetInt64() > counted));
        await after.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"));

        received.AddRange(after.Messages.Entries);
        var arrived = received.ReadingsOf("outlet/reads").Where(r => r.Quality == "G").Select(r => r.Value.GetInt64()).ToHashSet();
        Assert.Equal([], stored.Except(arrived));

        // What the server counted and the subscriber has not may only be what was answered after the last commit before the kill.
        var missing = Enumerable.Range(1, counted).Where(value => !arrived.Contains(value)).ToList();
        Assert.All(missing, value => Assert.InRange(value, stored.Max() + 1, counted));
        AssertNoHoles(received);
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_buffer_is_refused_and_the_first_goes_on()
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)]);
        await using var broker = await Mosquitto.StartAsync();
        await using var platform = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]);
        await using var gateway = new GatewayUnderTest();
        gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile);
        gateway.WriteSite(Sites.With($"connect: \"tcp://127.0.0.1:{device.Port}\"", broker.Port));
        await gateway.StartAsync();

        var second = await GatewayUnderTest.RunAsync("run", "--config", gateway.SiteFile);
        Assert.Equal(8, second.ExitCode);
        Assert.Contains(gateway.Process.Id.ToString(), second.Errors);

        int soFar = platform.Messages.Count;
        await platform.Messages.WaitForCountAsync(soFar + 3);
        Assert.Equal(0, await gateway.Process.TerminateAsync());
    }

    private static Task<int> CountOf(PymodbusServer device) => device.ReadCounterAsync(Sites.Unit, PymodbusTable.HoldingRegisters, Sites.CounterAddress);

    /// <summary>Asks the server until it has been read often enough: each question is answered in turn, so this waits without a clock.</summary>
    private static async Task CountedPast(PymodbusServer device, int count)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (await CountOf(device) < count) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>What the killed gateway had stored: the counter's values, and how many alarm transitions.</summary>
    private static (IReadOnlyList<long> Values, int Alarms) Ledger(string bufferFolder)
    {
        using var copy = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(bufferFolder).Where(f => !f.EndsWith(".sock", StringComparison.Ordinal)))
            File.Copy(file, copy[Path.GetFileName(file)]);
        using var store = StoredReadings.Open(copy.Path);
        return (store.NumbersOf("outlet/reads"), store.CountOf(Lane.Event));
    }

    private static void AssertNoHoles(IReadOnlyList<MosquittoMessage> messages)
    {
        foreach (var lane in messages.Where(m => m.Topic.Contains("/data/", StringComparison.Ordinal)).Select(m => m.Json())
            .GroupBy(b => (b.GetProperty("epoch").GetString(), b.GetProperty("lane").GetString()), b => b.GetProperty("seq").GetInt64()))
        {
            var sequences = lane.Distinct().Order().ToList();
            Assert.Equal(Enumerable.Range(0, sequences.Count).Select(i => sequences[0] + i), sequences);
            Assert.Equal(1, sequences[0]);
        }
    }
}
