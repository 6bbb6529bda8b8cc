using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition.Weighing;

/// <summary>The loop of a bus of scales against talkers on pseudo-terminals and sockets.</summary>
public sealed class ScaleBusLoopTests : IAsyncDisposable
{
    private const string Toledo = "bin: { profile: waste/mettler-toledo-continuous, bus: line, every: 100ms, timeout: 500ms }";

    private readonly Testing.TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _talking = [];
    private WeightReport? _weighs = new() { Gross = new Weight(1234, 2), Tare = new Weight(0, 2), Unit = ScaleUnit.Kilogram, Stable = true };

    private string Port => _folder["scale"];

    private string Serial => $"port: {Port}, serial: 9600-7E1";

    [Fact]
    public async Task A_stream_becomes_readings_and_follows_the_scale()
    {
        await TalkAsync(new PtyTransport(Port));
        await using var bench = ScaleBench.Run(Serial, Toledo);
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        _weighs = _weighs!.Value with { Gross = new Weight(1584, 2), Stable = false };
        await bench.UntilAsync("bin/gross_weight", "15.84 U:unstable");
        _weighs = _weighs.Value with { Stable = true };
        var readings = await bench.UntilAsync("bin/gross_weight", "15.84 G");
        Assert.Equal("1 G", ScaleBench.Shown(readings["bin/stable"]));
        Assert.Equal(BusState.Open, bench.Room.Snapshots()[0].State);
        Assert.Equal(UnitState.Answering, bench.Room.Snapshots()[0].Units[0].State);
    }

    [Fact]
    public async Task A_scale_switched_off_reads_timeout_in_every_scan_until_it_talks_again()
    {
        await TalkAsync(new PtyTransport(Port));
        await using var bench = ScaleBench.Run(Serial, Toledo);
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        var before = _weighs;
        _weighs = null;
        await bench.UntilAsync("bin/gross_weight", "- B:timeout");
        await bench.UntilAsync("bin/stable", "- B:timeout");
        Assert.Equal(UnitState.Silent, bench.Room.Snapshots()[0].Units[0].State);
        _weighs = before;
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
    }

    [Fact]
    public async Task A_scale_that_was_off_at_its_only_poll_of_an_hour_is_read_as_soon_as_it_talks()
    {
        await TalkAsync(new PtyTransport(Port));
        var before = _weighs;
        _weighs = null;
        await using var bench = ScaleBench.Run(Serial, Toledo.Replace("100ms", "1h", StringComparison.Ordinal));
        await bench.UntilAsync("bin/gross_weight", "- B:timeout");
        _weighs = before;
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
    }

    [Theory]
    [InlineData("1.2", ">=1.3", "firmware 1.2 (command I3), the profile holds for >=1.3")]
    [InlineData("1.30 2001", ">=1.3", null)]
    [InlineData(null, "any", "the device does not tell its firmware: command I3 not answered")]
    public async Task A_scale_is_asked_for_its_firmware_and_weighs_whatever_it_says(string? version, string range, string? trouble)
    {
        await using var cable = await SocatPtyPair.StartAsync();
        var talker = new ScaleTalker(Line(cable.B), ScaleProtocols.Create("mt-sics", new ScaleOptions()),
            new ScaleTalkerSettings { StreamEvery = TimeSpan.Zero, Version = version }, _ => _weighs?.Completed(), TimeProvider.System);
        var talking = UntilLostAsync(talker);
        var site = ScaleBench.Compile(
            $"port: {cable.A}, serial: 9600-8N1", "bin: { profile: waste/mettler-toledo-mt-sics, bus: line, every: 100ms, timeout: 500ms }");
        Assert.True(VersionRange.TryParse(range, out var versions));
        var check = site.Devices[0].Firmware! with { Range = versions };
        await using (var bench = ScaleBench.Run(site with { Devices = [site.Devices[0] with { Firmware = check }] }))
        {
            await bench.UntilAsync("bin/gross_weight", "12.34 G");
            Assert.Equal(trouble, bench.Findings?.Firmware?.English);
        }
        await _stop.CancelAsync();
        await talking;
    }

    [Fact]
    public async Task An_unplugged_adapter_reads_comm_failure_at_once_and_returns_by_its_stable_name()
    {
        await using var cable = await SocatPtyPair.StartAsync();
        var talking = UntilLostAsync(Talker(Line(cable.B)));
        await using var bench = ScaleBench.Run($"port: {cable.A}, serial: 9600-7E1", Toledo);
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        await cable.UnplugAsync();
        await talking;
        await bench.UntilAsync("bin/gross_weight", "- B:comm-failure");
        Assert.Equal(BusState.Lost, bench.Room.Snapshots()[0].State);
        await cable.PlugAsync();
        talking = UntilLostAsync(Talker(Line(cable.B)));
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        await _stop.CancelAsync();
        await talking;
    }

    [Fact]
    public async Task An_unplugged_adapter_of_a_scale_that_is_asked_is_noticed_before_the_next_poll_and_so_is_its_return()
    {
        await using var cable = await SocatPtyPair.StartAsync();
        await using var line = Line(cable.B);
        await line.OpenAsync(CancellationToken.None);
        var talking = UntilLostAsync(Answering(line));
        const string Hourly =
            "bin: { profile: waste/yaohua-xk3190-a9-command, bus: line, address: 1, every: 1h, timeout: 5s, units: { tare_weight: kg } }";
        await using var bench = ScaleBench.Run($"port: {cable.A}, serial: 9600-8N1", Hourly);
        await bench.UntilAsync("bin/tare_weight", "0 G");
        await cable.UnplugAsync();
        await talking;
        await bench.UntilAsync("bin/gross_weight", "- B:comm-failure");
        Assert.Equal(BusState.Lost, bench.Room.Snapshots()[0].State);
        await cable.PlugAsync();
        await Patience.UntilAsync(() => bench.Room.Snapshots()[0].State == BusState.Open);
    }

    [Fact]
    public async Task A_lent_bus_is_let_go_of_and_its_points_read_maintenance_until_it_is_back()
    {
        await TalkAsync(new PtyTransport(Port));
        await using var bench = ScaleBench.Run(Serial, Toledo);
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        var lent = await bench.Room.LendAsync(0, new Borrower(1, 0, "zhang", "envgw bus sniff"), TimeSpan.FromMinutes(1), CancellationToken.None);
        await bench.UntilAsync("bin/gross_weight", "- B:maintenance");
        Assert.Equal(BusState.Lent, bench.Room.Snapshots()[0].State);

        // The borrower can have the port, which is opened exclusively.
        await using (var borrowed = new SerialTransport(Port, new SerialPortOptions(new SerialSettings(9600))))
            await borrowed.OpenAsync(CancellationToken.None);
        lent.Lease!.Dispose();
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
    }

    [Fact]
    public async Task A_weight_that_was_heard_before_the_bus_was_lent_is_not_handed_on_when_it_is_back()
    {
        await TalkAsync(new PtyTransport(Port));
        await using var bench = ScaleBench.Run(Serial, "bin: { profile: waste/mettler-toledo-continuous, bus: line, every: 1h, timeout: 500ms }");
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        // What comes after the first waits for the next hour.
        await Patience.UntilAsync(() => bench.Room.Snapshots()[0].Units[0].Counts.Ok > 2);
        var lent = await bench.Room.LendAsync(0, new Borrower(1, 0, "zhang", "envgw bus sniff"), TimeSpan.FromMinutes(1), CancellationToken.None);
        await bench.UntilAsync("bin/gross_weight", "- B:maintenance");
        long returnedMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        lent.Lease!.Dispose();
        var readings = await bench.UntilAsync(readings => readings["bin/gross_weight"].Quality.IsGood);
        Assert.True(readings["bin/gross_weight"].TimeMs >= returnedMs, "a weight of before was handed on");
    }

    [Fact]
    public async Task Garbage_between_frames_costs_no_reading()
    {
        var line = new PtyTransport(Port);
        await TalkAsync(line);
        await using var bench = ScaleBench.Run(Serial, Toledo);
        await bench.UntilAsync("bin/gross_weight", "12.34 G");
        await line.WriteAsync(new byte[] { 0x02, 0x2C, 0x30, 0xFF, 0x00, 0x0D, 0x41, 0x02, 0x02 }, CancellationToken.None);
        _weighs = _weighs!.Value with { Gross = new Weight(2000, 2) };
        await bench.UntilAsync(readings =>
        {
            Assert.All(readings.Values, reading => Assert.False(reading.Quality.IsBad, ScaleBench.Shown(reading)));
            return ScaleBench.Shown(readings["bin/gross_weight"]) == "20 G";
        });
    }

    [Fact]
    public async Task An_addressed_scale_that_is_silent_costs_the_others_on_its_line_no_reading()
    {
        var line = new PtyTransport(Port);
        await line.OpenAsync(CancellationToken.None);
        var talker = Answering(
            line, address => address == 2 ? null : _weighs!.Value with { Gross = new Weight(1000 + address!.Value, 2), Net = new Weight(1000, 2) });
        _talking.Add(talker.RunAsync(_stop.Token));
        const string Device = "profile: waste/yaohua-xk3190-a9-command, bus: line, every: 200ms, timeout: 200ms, units: { gross_weight: kg }";
        await using var bench = ScaleBench.Run(
            $"port: {Port}, serial: 9600-8N1", $"a: {{ {Device}, address: 1 }}, b: {{ {Device}, address: 2 }}, c: {{ {Device}, address: 3 }}");
        await bench.UntilAsync("b/gross_weight", "- B:timeout");
        await bench.UntilAsync("a/gross_weight", "10.01 G");
        await bench.UntilAsync("c/gross_weight", "10.03 G");
        await bench.UntilAsync("c/stable", "1 G");
        Assert.Equal([UnitState.Answering, UnitState.Silent, UnitState.Answering], bench.Room.Snapshots()[0].Units.Select(unit => unit.State));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Talks on a line of its own from now on.</summary>
    private async Task TalkAsync(PtyTransport line)
    {
        await line.OpenAsync(CancellationToken.None);
        _talking.Add(Talker(line).RunAsync(_stop.Token));
    }

    /// <summary>Talks until the line is lost.</summary>
    private async Task UntilLostAsync(ScaleTalker talker)
    {
        try
        {
            await talker.RunAsync(_stop.Token);
        }
        catch (Gateway.Fieldbus.Transports.TransportException)
        {
            // The cable was pulled.
        }
    }

    private static SerialTransport Line(string port) => new(port, new SerialPortOptions(new SerialSettings(9600)));

    private ScaleTalker Talker(Gateway.Fieldbus.Transports.ITransport line) => new(
        line, ScaleProtocols.Create("toledo-continuous", new ScaleOptions()), new ScaleTalkerSettings { StreamEvery = TimeSpan.FromMilliseconds(50) },
        _ => _weighs, TimeProvider.System);

    /// <param name="weighs">What each address says.</param>
    private ScaleTalker Answering(Gateway.Fieldbus.Transports.ITransport line, Func<int?, WeightReport?>? weighs = null) => new(
        line,
        ScaleProtocols.Create("yaohua-a9-command", new ScaleOptions()),
        new ScaleTalkerSettings { StreamEvery = TimeSpan.Zero, Addresses = [1, 2, 3] },
        weighs ?? (_ => _weighs?.Completed()),
        TimeProvider.System);
}
