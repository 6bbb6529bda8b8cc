using System.Buffers.Binary;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus;
using Gateway.Simulation;
using Gateway.Testing;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Simulation;

/// <summary>A simulated device takes writes as a real one does, so that writing can be tried without hardware.</summary>
public sealed class SimulatedBusTests : IDisposable
{
    private const byte Unit = 1;

    private readonly TemporaryFolder _folder = new();
    private readonly string _site;
    private readonly SimulatedBus _bus;

    public SimulatedBusTests()
    {
        _folder.Write("profiles/water/acme.yaml",
            """
            profile: water/acme
            version: 1.0.0
            device: { manufacturer: Acme, model: PH200, grade: A, source: "manual, table 3" }
            modbus: { addresses: zero_based, blocks: [{ read: "hr:10", registers: 4 }], never_write: ["hr:20"] }
            identify: [ { read: "hr:20", type: uint16, equals: 200 } ]
            points:
              ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", read: "hr:2", type: float32, every: 1s }
              rate: { label: { en: Rate, zh: 速率 }, quantity: flow, unit: L/h, read: "hr:10", type: uint16, every: 1s }
              pump: { label: { en: Pump, zh: 泵 }, quantity: state, read: "co:3", every: 1s }
            tests:
              - { registers: { "hr:2": "40E6 B852", "hr:10": "0001 0000 0000 0000", "hr:20": "00C8", "co:3": "0" }, expect: { ph: 7.21 } }
            """);
        _site = _folder.Write("site.yaml",
            $$"""
            site: { id: bench, name: { en: Bench, zh: 试验台 }, timezone: Asia/Shanghai }
            buses: { line: { connect: "tcp://127.0.0.1:{{FreePort.Next()}}" } }
            devices: { ph-1: { profile: water/acme, bus: line, unit: 1 } }
            buffer: { path: {{_folder["buffer"]}}, keep: 1d, maximum: 64MB }
            """);
        var site = FakeService.SiteOf(_site);
        _bus = new SimulatedBus(site.Buses[0], [new SimulatedUnit(site, site.Devices[0])]);
    }

    public void Dispose() => _folder.Dispose();

    private ModbusExceptionCode Ask(ModbusRequest request, Span<byte> data = default) => _bus.Answer(Unit, request, data).Exception;

    private ushort[] Holding(ushort address, ushort quantity)
    {
        byte[] data = new byte[2 * quantity];
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.ReadHoldingRegisters(address, quantity), data));
        return [.. data.Chunk(2).Select(pair => BinaryPrimitives.ReadUInt16BigEndian(pair))];
    }

    private bool Coil(ushort address)
    {
        byte[] data = new byte[1];
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.ReadCoils(address, 1), data));
        return data[0] == 1;
    }

    [Fact]
    public void Every_function_that_writes_is_carried_out()
    {
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.WriteSingleRegister(11, 0x12F3)));
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.WriteMultipleRegisters(12, [7, 8])));
        Assert.Equal([0x12F3, 7, 8], Holding(11, 3));
        // The example of the standard (6.16): 0x12 masked by 0xF2 and 0x25 is 0x17.
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.WriteSingleRegister(11, 0x12)));
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.MaskWriteRegister(11, 0xF2, 0x25)));
        Assert.Equal([0x17], Holding(11, 1));
        byte[] read = new byte[4];
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.ReadWriteMultipleRegisters(12, 2, 13, [9]), read));
        Assert.Equal([0, 7, 0, 9], read);
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.WriteSingleCoil(3, true)));
        Assert.True(Coil(3));
        Assert.Equal(ModbusExceptionCode.None, Ask(ModbusRequest.WriteMultipleCoils(3, [false])));
        Assert.False(Coil(3));
    }

    [Fact]
    public void What_the_profile_does_not_name_is_refused_with_exception_02_and_nothing_is_changed()
    {
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, Ask(ModbusRequest.WriteSingleRegister(14, 1)));
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, Ask(ModbusRequest.WriteMultipleRegisters(13, [1, 2])));
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, Ask(ModbusRequest.ReadWriteMultipleRegisters(30, 1, 13, [1])));
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, Ask(ModbusRequest.WriteSingleCoil(4, true)));
        Assert.Equal([0], Holding(13, 1));
    }

    [Fact]
    public void What_a_signal_drives_is_set_anew_at_the_next_step_and_the_rest_stays_as_written()
    {
        Ask(ModbusRequest.WriteMultipleRegisters(10, [5, 6]));
        Ask(ModbusRequest.WriteSingleRegister(20, 201));
        Assert.Equal([5, 6], Holding(10, 2));
        _bus.Units[0].Advance(TimeSpan.FromSeconds(1), IncidentScript.None);
        Assert.NotEqual(5, Holding(10, 1)[0]);
        Assert.Equal([6, 0, 0], Holding(11, 3));
        Assert.Equal([201], Holding(20, 1));
    }

    [Fact]
    public async Task A_technician_writes_to_it_as_to_a_real_device_and_the_profiles_marks_hold()
    {
        using var ending = new CancellationTokenSource();
        var site = FakeService.SiteOf(_site);
        var serving = new SimulatedSite(site, IncidentScript.None, TextWriter.Null, TimeProvider.System).RunAsync(ending.Token);
        string[] write = ["reg", "write", "line", "-u", "1", "--yes", "--config", _site];
        Assert.Equal((ExitCode.Fine, "Written, and reads 42.\n"), Result(await CommandRun.Of([.. write, "hr:12", "42"])));
        var absent = await CommandRun.Of([.. write, "hr:14", "1"]);
        Assert.Equal(ExitCode.DeviceError, absent.ExitCode);
        Assert.Contains("exception 02", absent.Error, StringComparison.Ordinal);
        var marked = await CommandRun.Of([.. write, "hr:20", "1"]);
        Assert.Equal(ExitCode.ProblemsFound, marked.ExitCode);
        Assert.StartsWith("error[B030]", marked.Error, StringComparison.Ordinal);
        await ending.CancelAsync();
        await serving;

        static (int, string) Result(CommandRun run) => (run.ExitCode, run.Out);
    }
}
