using System.Text;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>Every way in which registers become a value, from a device nobody here wrote to a subscriber nobody here wrote: digit by digit.</summary>
public class ValuesTests : GatewayTest
{
    private static readonly string[] _orders = ["ABCD", "CDAB", "BADC", "DCBA"];

    /// <summary>A type and what goes with it in the profile, the value's bytes in the device, and the JSON a platform must read.</summary>
    private static readonly (string Keys, byte[] Value, string Json)[] _numbers =
    [
        ("type: uint16", ((ushort)65535).Bytes(), "65535"),
        ("type: uint16, scale: 0.1", ((ushort)251).Bytes(), "25.1"),
        ("type: uint16, scale: 0.01, offset: -2", ((ushort)100).Bytes(), "-1"),
        ("type: uint16, mask: 0x0F00", ((ushort)0x5A33).Bytes(), "10"),
        ("type: uint16, bit: 9", ((ushort)0x0200).Bytes(), "true"),
        ("type: uint16, bit: 9, invert: true", ((ushort)0x0200).Bytes(), "false"),
        ("type: uint16, map: { 1: open, 2: closed }", ((ushort)2).Bytes(), "\"closed\""),
        ("type: int16", unchecked((ushort)-32768).Bytes(), "-32768"),
        ("type: int16, scale: 0.1", unchecked((ushort)-201).Bytes(), "-20.1"),
        ("type: int16, scale: 0.5, offset: -40", ((ushort)25).Bytes(), "-27.5"),
        ("type: uint32", 4294967294u.Bytes(), "4294967294"),
        ("type: uint32, scale: 0.001", 4294967295u.Bytes(), "4294967.295"),
        ("type: uint32, mask: 0x00FF0000", 0x12345678u.Bytes(), "52"),
        ("type: int32", unchecked((uint)int.MinValue).Bytes(), "-2147483648"),
        ("type: int32, scale: 0.001", unchecked((uint)-123457).Bytes(), "-123.457"),
        ("type: uint64", 9007199254740992ul.Bytes(), "9007199254740992"),
        ("type: uint64, scale: 0.01", 123456789012ul.Bytes(), "1234567890.12"),
        ("type: int64", unchecked((ulong)-9007199254740991).Bytes(), "-9007199254740991"),
        ("type: int64, scale: 10", unchecked((ulong)-1).Bytes(), "-10"),
        ("type: float32", BitConverter.SingleToUInt32Bits(7.21f).Bytes(), "7.21"),
        ("type: float32", BitConverter.SingleToUInt32Bits(-0.5f).Bytes(), "-0.5"),
        ("type: float32", BitConverter.SingleToUInt32Bits(16777215f).Bytes(), "16777215"),
        ("type: float32, scale: 1000", BitConverter.SingleToUInt32Bits(0.1f).Bytes(), "100"),
        ("type: float64", BitConverter.DoubleToUInt64Bits(3.141592653589793).Bytes(), "3.141592653589793"),
        ("type: float64", BitConverter.DoubleToUInt64Bits(-1234.0001).Bytes(), "-1234.0001"),
        ("type: sign_magnitude16", ((ushort)0x80C8).Bytes(), "-200"),
        ("type: sign_magnitude16, scale: 0.1", ((ushort)0x00C9).Bytes(), "20.1"),
        ("type: sign_magnitude32", 0x800186A1u.Bytes(), "-100001"),
        ("type: bcd16", ((ushort)0x1234).Bytes(), "1234"),
        ("type: bcd32", 0x87654321u.Bytes(), "87654321"),
        ("type: bcd32, scale: 0.01", 0x12345678u.Bytes(), "123456.78"),
        ("type: high_byte", ((ushort)0xA57F).Bytes(), "165"),
        ("type: low_byte", ((ushort)0xA57F).Bytes(), "127"),
        ("type: low_byte, bit: 7", ((ushort)0xA57F).Bytes(), "false"),
    ];

    private readonly StringBuilder _points = new();
    private readonly List<(PymodbusTable Table, ushort Address, ushort[] Values)> _held = [];
    private readonly Dictionary<string, string> _expected = [];
    private ushort _next;

    [Fact]
    public async Task Over_Modbus_TCP()
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)]);
        await EveryValueArrives(device, Sites.Tcp(device.Port));
    }

    [Fact]
    public async Task Over_RTU_on_a_serial_line()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]);
        await EveryValueArrives(device, $"port: {line.A}, serial: 9600-8N1");
    }

    [Fact]
    public async Task Over_ASCII_on_a_serial_line()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)], PymodbusFraming.Ascii);
        await EveryValueArrives(device, $"port: {line.A}, serial: 9600-8N1, framing: ascii");
    }

    [Theory]
    [InlineData(PymodbusFraming.Rtu)]
    [InlineData(PymodbusFraming.Ascii)]
    public async Task Through_a_transparent_serial_server(PymodbusFraming framing)
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)], framing);
        await EveryValueArrives(device, $"connect: \"{(framing == PymodbusFraming.Rtu ? "rtu" : "ascii")}+tcp://127.0.0.1:{device.Port}\"");
    }

    [Fact]
    public async Task Over_Modbus_UDP()
    {
        await using var device = await PymodbusServer.StartUdpAsync([new PymodbusUnit(Sites.Unit)]);
        await EveryValueArrives(device, $"connect: \"udp://127.0.0.1:{device.Port}\"");
    }

    private async Task EveryValueArrives(PymodbusServer device, string bus)
    {
        AddNumbers();
        AddTexts();
        AddBits();
        AddWhatIsNoValue();
        foreach (var (table, address, values) in _held) await device.SetAsync(Sites.Unit, table, address, values);
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.Write("profiles/test/everything.yaml", Profile());
        Gateway.WriteSite(Sites.Of($"line: {{ {bus} }}", $"device: {{ profile: test/everything, bus: line, unit: {Sites.Unit} }}", broker.Port));
        await Gateway.StartAsync();

        Dictionary<string, string> arrived = [];
        await platform.WaitForAsync(message =>
        {
            foreach (var reading in message.Readings())
                arrived[reading.Point["device/".Length..]] = reading.Value.GetRawText() + (reading.Quality == "G" ? "" : $" {reading.Quality}");
            return arrived.Count == _expected.Count;
        });
        Assert.Equal(_expected.OrderBy(point => point.Key), arrived.OrderBy(point => point.Key));
    }

    private void AddNumbers()
    {
        foreach (string order in _orders)
            foreach (var (keys, value, json) in _numbers)
                Add($"{keys}, byte_order: {order}", RegisterForms.Of(value, order), json);
    }

    private void AddTexts()
    {
        foreach (string order in _orders) Add($"type: text, length: 6, byte_order: {order}", RegisterForms.OfText("PH-200", order), "\"PH-200\"");
        Add("type: text, length: 8", RegisterForms.OfText("ab\0\0cdef", "ABCD"), "\"ab\"");
    }

    private void AddBits()
    {
        foreach (var (prefix, table) in new[] { ("co", PymodbusTable.Coils), ("di", PymodbusTable.DiscreteInputs) })
            for (ushort bit = 0; bit < 12; bit++)
                Add(prefix, table, bit, bit == 11 ? ", invert: true" : "", [(ushort)(bit % 3 == 0 ? 1 : 0)], bit == 11 || bit % 3 == 0 ? "true" : "false");
    }

    private void AddWhatIsNoValue()
    {
        ushort decimals = _next, sign = (ushort)(_next + 1);
        Hold([3, 0x8000]);
        Add($"type: uint16, decimals_from: \"hr:{decimals}\"", [7210], "7.21");
        Add($"type: uint16, scale: 0.1, sign_from: {{ read: \"hr:{sign}\", mask: 0x8000 }}", [201], "-20.1");
        Add("type: float32, byte_order: ABCD, bad: [nan]", [0x7FC0, 0x0000], "null B:sensor-fault");
        Add("type: int16, bad: [{ value: 0x8000, quality: bad, reason: not-assigned }]", [0x8000], "null B:not-assigned");
        Add("type: uint16, range: [0, 100]", [101], "101 B:out-of-range");
        Add("type: uint16, map: { 1: open, 2: closed }", [9], "\"9\" U:unexplained");
        Add("type: bcd16", [0x12A4], "null B:sensor-fault");
    }

    /// <summary>The point in the holding registers, and the same once more in the input registers.</summary>
    private void Add(string keys, ushort[] registers, string json)
    {
        Add("hr", PymodbusTable.HoldingRegisters, _next, $", {keys}", registers, json);
        Add("ir", PymodbusTable.InputRegisters, _next, $", {keys}", registers, json);
        _next += (ushort)registers.Length;
    }

    private void Add(string prefix, PymodbusTable table, ushort address, string keys, ushort[] values, string json)
    {
        string name = $"{prefix}_{address}";
        _points.AppendLine($"  {name}: {{ quantity: count, every: 1s, read: \"{prefix}:{address}\"{keys} }}");
        _held.Add((table, address, values));
        _expected.Add(name, json);
    }

    private void Hold(ushort[] registers)
    {
        _held.Add((PymodbusTable.HoldingRegisters, _next, registers));
        _next += (ushort)registers.Length;
    }

    private string Profile() =>
        $$"""
        profile: test/everything
        version: 1.0.0
        device: { manufacturer: Test, model: Everything, grade: A, source: "the end-to-end tests" }
        modbus: { addresses: zero_based, max_registers: 120 }
        points:
        {{_points}}
        tests:
          - { registers: { "hr:0": "FFFF" }, expect: { hr_0: 65535 } }
        """;
}
