using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Doctor;

/// <summary>Whether the adapter of a serial bus sends our own requests back: asks the first device of the bus for what it is asked for all the time
/// anyway.</summary>
internal static class EchoCheck
{
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        DoctorCase what, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var bus in what.Site.Buses.Where(bus => bus.Transport == BusTransport.Serial))
        {
            var device = what.Site.Devices.FirstOrDefault(device => device.Bus == bus.Number && device.Points.Count > 0);
            if (!Path.Exists(bus.Address)) yield return CheckResult.Skipped("echo", bus.Name, ("the port is not there", "串口不存在"));
            else if (device is null) yield return CheckResult.Skipped("echo", bus.Name, ("no device on it", "其上没有设备"));
            else yield return await OnAsync(what, bus, device, cancel);
        }
    }

    /// <summary>What bytes that came back say of what was sent.</summary>
    public static CheckResult Judge(string bus, bool isDeclared, ReadOnlySpan<byte> sent, ReadOnlySpan<byte> heard)
    {
        if (heard.IsEmpty) return CheckResult.Warning("echo", bus, ("nothing came back, not even an echo", "没有任何字节返回，也没有回显"), $"envgw bus scan {bus}");
        bool isEcho = sent.Length > 0 && heard.StartsWith(sent);
        return (isEcho, isDeclared) switch
        {
            (true, false) => CheckResult.Problem(
                "echo", bus, ("the adapter sends our requests back: set echo: true for this bus", "转换器回显所发内容：请为该总线设置 echo: true")),
            (false, true) => CheckResult.Problem("echo", bus, ("echo: true is set, but nothing is sent back: remove it", "已设置 echo: true，但没有回显：请删除")),
            (true, _) => CheckResult.Ok("echo", bus, ("the adapter sends our requests back, as the site file says", "转换器回显所发内容，与站点文件一致")),
            _ => CheckResult.Ok("echo", bus, ("none", "无回显")),
        };
    }

    private static async Task<CheckResult> OnAsync(DoctorCase what, BusModel bus, DeviceModel device, CancellationToken cancel)
    {
        // What the bus has to say goes into the check's own line.
        using var said = new StringWriter();
        var quiet = what.Context with { Out = TextWriter.Null, Error = said, Json = false };
        CheckResult? result = null;
        var target = new BusTarget(bus.Name, bus, what.Site, bus, false) { SiteFile = what.File };
        await new BusAccess(quiet).UseAsync(target, async line =>
        {
            var range = what.Site.Points[device.Points[0]].Decoding.Reference.Range;
            byte[] data = new byte[252];
            await line.Client.RequestAsync(device.Unit, RequestFor(range), data, device.Timeout, cancel);
            result = Judge(bus.Name, bus.HasEcho, line.Record.Sent.Span, line.Record.Heard.Span);
            return ExitCode.Fine;
        }, cancel);
        return result ?? CheckResult.Problem(
            "echo", bus.Name, (Wording)(said.ToString().Split('\n').FirstOrDefault(line => line.Contains("[B", StringComparison.Ordinal)) ?? said.ToString())
            .Trim(), "envgw status");
    }

    private static ModbusRequest RequestFor(RegisterRange range) => range.Table switch
    {
        RegisterTable.Coil => ModbusRequest.ReadCoils(range.Address, range.Quantity),
        RegisterTable.DiscreteInput => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
        RegisterTable.InputRegister => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };
}
