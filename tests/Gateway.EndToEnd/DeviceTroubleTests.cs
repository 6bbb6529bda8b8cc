using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>Devices and lines that fail in every way they do: points say why they have no value, and nobody else notices.</summary>
public class DeviceTroubleTests : GatewayTest
{
    /// <summary>What a device does, and what its points must say then.</summary>
    private static readonly (Misbehaviour What, string Quality, bool IsSilence)[] _troubles =
    [
        (Misbehaviour.Silence, "B:timeout", true),
        (Misbehaviour.Garbage, "B:mismatch", true),
        (Misbehaviour.Lateness, "B:mismatch", true),
        (Misbehaviour.TooMuch, "B:mismatch", true),
        (Misbehaviour.TooShort, "B:check-sum", true),
        (Misbehaviour.WrongUnit, "B:mismatch", true),
        (Misbehaviour.WrongTransaction, "B:mismatch", true),
        (Misbehaviour.HangsUp, "B:comm-failure", true),
        (Misbehaviour.Busy, "B:exception", false),
        (Misbehaviour.RefusedAddress, "B:exception", false),
    ];

    private const string Watched = "alarms: { comm_failure: { on_delay: 200ms }, bad_quality: { on_delay: 200ms } }";

    [Fact]
    public async Task Each_misbehaving_device_says_its_reason_raises_its_alarm_and_recovers_while_another_bus_misses_nothing()
    {
        await using var steady = await Sites.StartProbeAsync();
        var devices = _troubles.ToDictionary(trouble => trouble.What, _ => new MisbehavingDevice(0.4f));
        try
        {
            await using var broker = await Mosquitto.StartAsync();
            var platform = await SubscribeAsync(broker);
            Gateway.WriteProbe(SiteWith(steady, devices, broker.Port));
            await Gateway.StartAsync();
            await platform.WaitForAsync(m => m.Reaches("steady/reads", 1));
            foreach (var (what, _, _) in _troubles) await platform.WaitForAsync(m => m.HasReading(PointOf(what), IsGood));

            foreach (var (what, device) in devices) device.Do(what);
            foreach (var (what, quality, isSilence) in _troubles)
            {
                await platform.WaitForAsync(m => m.HasReading(PointOf(what), (value, q) => value.ValueKind == JsonValueKind.Null && q == quality));
                await platform.WaitForAsync(m => m.IsAlarm(AlarmOf(what, isSilence), "UNACK"));
            }

            foreach (var device in devices.Values) device.Do(Misbehaviour.None);
            // An address that was refused is asked for again in an hour; every other trouble ends by itself.
            foreach (var (what, _, isSilence) in _troubles.Where(trouble => trouble.What != Misbehaviour.RefusedAddress))
            {
                await platform.WaitForAsync(m => m.IsAlarm(AlarmOf(what, isSilence), "RTN_UNACK"));
                int recovered = platform.Messages.Count;
                await platform.Messages.WaitForAsync(m => m.HasReading(PointOf(what), IsGood), from: recovered);
            }
            AssertNothingMissed(platform.Messages.Entries.ReadingsOf("steady/reads"));
            Assert.DoesNotContain(platform.Messages.Entries, m => m.IsAlarm("steady/comm-failure", "UNACK"));
        }
        finally
        {
            foreach (var device in devices.Values) await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_serial_port_that_is_not_there_is_reported_with_the_likely_cause_and_used_once_it_appears()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await line.UnplugAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With($"port: {line.A}, serial: 9600-8N1", broker.Port));
        await Gateway.StartAsync();

        Assert.Contains("The adapter is not plugged in", await Gateway.LoggedAsync("is lost"));
        await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", (_, quality) => quality == "B:comm-failure"));
        var status = await Gateway.StatusAsync();
        var bus = status.GetProperty("buses")[0];
        Assert.Equal("lost", bus.GetProperty("state").GetString());
        Assert.Contains($"{line.A} does not exist", bus.GetProperty("detail").GetString());
        Assert.Contains("ls -l /dev/serial/by-id", status.GetProperty("problems").ToString());

        await line.PlugAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]);
        await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", IsGood));
        await Gateway.LoggedAsync("Bus line is open");
    }

    [Fact]
    public async Task An_adapter_that_is_pulled_and_put_back_needs_no_restart()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With($"port: {line.A}, serial: 9600-8N1", broker.Port));
        await using (var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]))
        {
            await Gateway.StartAsync();
            await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", IsGood));
            await line.UnplugAsync();
        }
        await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", (_, quality) => quality == "B:comm-failure"));

        await line.PlugAsync();
        await using var again = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]);
        int before = platform.Messages.Count;
        await platform.Messages.WaitForAsync(m => m.HasReading("outlet/turbidity", IsGood), from: before);
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
    }

    private static string SiteWith(PymodbusServer steady, Dictionary<Misbehaviour, MisbehavingDevice> devices, int brokerPort)
    {
        var buses = devices.Select(d => $"{NameOf(d.Key)}-bus: {{ {Sites.Tcp(d.Value.Port)}, timeout: 500ms }}");
        var probes = devices.Select(d => $"{NameOf(d.Key)}: {{ profile: test/probe, bus: {NameOf(d.Key)}-bus, unit: {Sites.Unit}, {Watched} }}");
        return Sites.Of(
            string.Join(", ", [$"steady-bus: {{ {Sites.Tcp(steady.Port)}, timeout: 10s }}", .. buses]),
            string.Join(", ", [$"steady: {{ profile: test/probe, bus: steady-bus, unit: {Sites.Unit}, {Watched} }}", .. probes]),
            brokerPort);
    }

    private static string NameOf(Misbehaviour what) => what.ToString().ToLowerInvariant();

    private static string PointOf(Misbehaviour what) => $"{NameOf(what)}/turbidity";

    private static string AlarmOf(Misbehaviour what, bool isSilence) => $"{NameOf(what)}/{(isSilence ? "comm-failure" : "bad-quality")}";

    private static bool IsGood(JsonElement value, string quality) => quality == "G" && value.ValueKind == JsonValueKind.Number;

    /// <summary>Each read of the counter gave the number after the last one, and each number is there.</summary>
    private static void AssertNothingMissed(IEnumerable<(long Seq, long TimeMs, JsonElement Value, string Quality)> reads)
    {
        var all = reads.ToList();
        Assert.All(all, read => Assert.Equal("G", read.Quality));
        var numbers = all.Select(read => read.Value.GetInt64()).Distinct().Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }
}
