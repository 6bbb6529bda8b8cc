using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>The whole room against real servers: sockets, pseudo-terminals, frames.</summary>
public sealed class AcquisitionRoomTests : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly Channel<Scan> _scans = Channel.CreateBounded<Scan>(1000);
    private readonly TestClock _clock = new();
    private readonly SampleSite _site = new();
    private AcquisitionRoom? _room;
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_room is not null) await _room.DisposeAsync();
        _stop.Dispose();
        _limit.Dispose();
    }

    /// <summary>Schedules and backs off on the test clock; the wire's own time-outs are real.</summary>
    private AcquisitionRoom Start()
    {
        _room = new AcquisitionRoom(
            _site.Build(), bus => BusClientFactory.Create(bus, TimeProvider.System), _scans.Writer, _clock, new ListLogger<BusLoop>());
        _running = _room.RunAsync(_stop.Token);
        return _room;
    }

    /// <summary>Lets time pass until a device's readings are as asked.</summary>
    private async Task<Reading[]> UntilAsync(int device, Func<Reading[], bool> condition)
    {
        while (true)
        {
            _limit.Token.ThrowIfCancellationRequested();
            while (_scans.Reader.TryRead(out var scan))
            {
                using var taken = scan;
                var readings = scan.Readings.ToArray();
                if (scan.Device == device && condition(readings)) return readings;
            }
            _clock.Advance(_step);
            await Task.Yield();
        }
    }

    private static bool AreGood(Reading[] readings) => readings.All(r => r.Quality.IsGood);

    private static Func<Reading[], bool> Are(string quality) => readings => readings.All(r => QualityText.Of(r.Quality) == quality);

    private static PointModel[] Analyser() =>
    [
        SampleSite.Point("ph", SampleSite.Holding(0, RegisterType.Float32)),
        SampleSite.Point("temperature", SampleSite.Holding(2, RegisterType.Int16), d => d with { Scale = DecimalFactor.From(0.1m) }),
        SampleSite.Point("total", SampleSite.Holding(3, RegisterType.UInt32, ByteOrder.CDAB)),
        SampleSite.Point("pump", new RegisterReference(new RegisterRange(RegisterTable.Coil, 9, 1), RegisterType.Bit), d => d with { IsBoolean = true }),
        SampleSite.Point("input", new RegisterReference(new RegisterRange(RegisterTable.InputRegister, 7, 1), RegisterType.UInt16)),
    ];

    private static void Fill(ModbusMemoryUnit unit)
    {
        unit.Set(ModbusTable.HoldingRegisters, 0, [0x40E6, 0xB852, 0xFF85, 0x5678, 0x1234]);
        unit[ModbusTable.Coils, 9] = 1;
        unit[ModbusTable.InputRegisters, 7] = 4711;
    }

    private static void AssertAnalyser(Reading[] readings)
    {
        Assert.Equal([7.21, -12.3, 0x12345678, 1, 4711], readings.Select(r => r.Number));
        Assert.Equal(ValueKind.Boolean, readings[3].Kind);
    }

    [Theory]
    [InlineData(BusFraming.Mbap, 1)]
    [InlineData(BusFraming.Mbap, 4)]
    [InlineData(BusFraming.Rtu, 1)]
    [InlineData(BusFraming.Ascii, 1)]
    public async Task Values_of_a_server_arrive_exactly_in_scans(BusFraming framing, int inFlight)
    {
        await using var server = new RealServer(Enum.Parse<ModbusFraming>($"{framing}"));
        Fill(server.Store.Unit(3));
        _site.Device(_site.Bus(port: server.Port, inFlight: inFlight, framing: framing), 3, null, Analyser());
        Start();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var readings = await UntilAsync(0, AreGood);
        AssertAnalyser(readings);
        Assert.All(readings, r => Assert.InRange(r.Time, before, DateTimeOffset.UtcNow.AddSeconds(1)));
    }

    [Fact]
    public async Task A_server_that_goes_away_turns_its_points_bad_and_back_when_it_returns()
    {
        await using var server = new RealServer();
        Fill(server.Store.Unit(3));
        _site.Device(_site.Bus(port: server.Port), 3, null, Analyser());
        var room = Start();
        await UntilAsync(0, AreGood);
        await server.GoAwayAsync();
        await UntilAsync(0, Are("B:comm-failure"));
        Assert.Equal(BusState.Lost, room.Snapshots()[0].State);
        server.Start();
        AssertAnalyser(await UntilAsync(0, AreGood));
        Assert.Equal(BusState.Open, room.Snapshots()[0].State);
    }

    [Fact]
    public async Task A_loop_that_fails_by_a_fault_of_ours_ends_the_room_and_is_not_missed_while_the_others_go_on()
    {
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        _site.Device(_site.Bus(), 1, null, SampleSite.Words(0, 1));
        await using var room = new AcquisitionRoom(
            _site.Build(),
            bus => new BusConnection(new FakeBus(_clock), bus.Number == 0 ? () => throw new InvalidOperationException("ours") : null),
            _scans.Writer, _clock, new ListLogger<BusLoop>());
        var running = room.RunAsync(_stop.Token);
        await Patience.UntilAsync(() =>
        {
            _clock.Advance(_step);
            return running.IsCompleted;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
    }

    [Fact]
    public async Task A_silent_unit_leaves_its_neighbour_alone_and_one_lost_bus_the_other()
    {
        await using var server = new RealServer();
        await using var other = new RealServer();
        Fill(server.Store.Unit(1));
        Fill(other.Store.Unit(1));
        var bus = _site.Bus(port: server.Port);
        _site.Device(bus, 1, null, Analyser());
        _site.Device(bus, 2, d => d with { Timeout = TimeSpan.FromMilliseconds(50) }, Analyser());
        _site.Device(_site.Bus(port: other.Port), 1, null, Analyser());
        await other.GoAwayAsync();
        var room = Start();
        await UntilAsync(1, Are("B:timeout"));
        AssertAnalyser(await UntilAsync(0, AreGood));
        await UntilAsync(2, Are("B:comm-failure"));
        var units = room.Snapshots()[0].Units;
        Assert.Equal([UnitState.Answering, UnitState.Silent], units.Select(u => u.State));
        Assert.True(units[1].Counts.Timeouts > 0);
    }

    [Fact]
    public async Task A_hole_in_a_server_s_table_costs_only_its_own_points()
    {
        await using var server = new RealServer();
        server.Store.Unit(1).RemoveRange(ModbusTable.HoldingRegisters, 40, 2);
        _site.Device(_site.Bus(port: server.Port), 1, null, SampleSite.Words(0, 100));
        Start();
        var readings = await UntilAsync(0, r => r[0].Quality.IsGood);
        Assert.Equal([40, 41], readings.Where(r => !r.Quality.IsGood).Select(r => r.Point));
    }

    [Fact]
    public async Task A_pulled_serial_adapter_turns_points_bad_and_its_return_mends_them()
    {
        string link = Path.Combine(Path.GetTempPath(), $"envgw-{Guid.NewGuid():N}");
        var store = new ModbusMemoryStore();
        Fill(store.Unit(7));
        var bus = new BusModel
        {
            Number = 0,
            Name = "line",
            Transport = BusTransport.Serial,
            Framing = BusFraming.Rtu,
            Address = link,
            Serial = new SerialSettings(115200),
            Display = link,
        };
        _site.Add(bus);
        _site.Device(bus, 7, d => d with { Timeout = TimeSpan.FromSeconds(5) }, [.. Analyser().Select(p => p with { Every = TimeSpan.FromMinutes(1) })]);

        var plugged = await PlugAsync(link, store);
        var room = Start();
        AssertAnalyser(await UntilAsync(0, AreGood));
        await plugged.DisposeAsync();
        await UntilAsync(0, Are("B:comm-failure"));
        Assert.Equal(BusState.Lost, room.Snapshots()[0].State);

        await using var again = await PlugAsync(link, store);
        AssertAnalyser(await UntilAsync(0, AreGood));
    }

    private static async Task<Adapter> PlugAsync(string link, ModbusMemoryStore store)
    {
        var pty = new PtyTransport(link);
        await pty.OpenAsync(CancellationToken.None);
        return new Adapter(pty, store);
    }

    [Fact]
    public async Task Meters_count_requests_by_bus_unit_and_outcome()
    {
        await using var server = new RealServer();
        Fill(server.Store.Unit(3));
        _site.Device(_site.Bus(port: server.Port), 3, null, Analyser());
        var room = Start();
        await UntilAsync(0, AreGood);
        await LoopRun.Eventually(() => room.Snapshots()[0].Scans >= 1);
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == AcquisitionRoom.MeterName) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.AddOrUpdate($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))}", value, (_, old) => Math.Max(old, value)));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.True(seen["envgw.acquisition.requests bus0 3 ok"] >= 3);
        Assert.True(seen["envgw.acquisition.scans bus0"] >= 1);
    }

    /// <summary>A device behind a pseudo-terminal; disposing it is pulling the plug.</summary>
    private sealed class Adapter : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;

        public Adapter(PtyTransport pty, ModbusMemoryStore store) =>
            _serving = new ModbusSerialServer(pty, ModbusFraming.Rtu, store, TimeProvider.System).RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _serving;
            _stop.Dispose();
        }
    }
}
