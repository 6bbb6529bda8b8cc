using System.Runtime.InteropServices;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;

namespace Gateway.Cli.Doctor;

/// <summary>The serial ports of the site: there, ours to open, under a name that stays, and left alone by programs that try every adapter.</summary>
internal static partial class PortChecks
{
    /// <summary>access(2): read and write.</summary>
    private const int ReadAndWrite = 6;

    /// <summary>Debian starts both, and both open adapters that are plugged in to see whether they are theirs.</summary>
    private static readonly string[] _grabbers = ["brltty", "ModemManager"];

    public static IEnumerable<CheckResult> Run(DoctorCase what)
    {
        var buses = what.Site.Buses.Where(bus => bus.Transport == BusTransport.Serial).ToList();
        if (buses.Count == 0)
        {
            yield return CheckResult.Skipped("port", "", ("the site has no serial bus", "站点没有串行总线"));
            yield break;
        }
        foreach (var bus in buses)
            foreach (var result in Of(bus, what.Service is not null)) yield return result;
        foreach (var result in Names(new SerialPortNames().List())) yield return result;
        foreach (string program in _grabbers) yield return Grabber(program);
    }

    /// <summary>Adapters without a serial number all have the same name by id, and only one of them gets it.</summary>
    public static IEnumerable<CheckResult> Names(IReadOnlyList<SerialPort> ports)
    {
        var usb = ports.Where(port => port.Usb is not null).ToList();
        foreach (var twins in usb.GroupBy(port => (port.Usb!.VendorId, port.Usb.ProductId, port.Usb.SerialNumber)).Where(group => group.Count() > 1))
        {
            string devices = string.Join(", ", twins.Select(port => port.Device));
            yield return CheckResult.Warning(
                "port-names", devices,
                ("these adapters have equal names by id; use /dev/envgw or /dev/serial/by-path, which name the socket",
                    "这些转换器的 by-id 名称相同；请使用按插口命名的 /dev/envgw 或 /dev/serial/by-path"),
                "envgw bus list");
        }
    }

    private static IEnumerable<CheckResult> Of(BusModel bus, bool isServed)
    {
        if (!Path.Exists(bus.Address))
        {
            yield return CheckResult.Problem(
                "port", bus.Name, ($"{bus.Address} is not there; is the adapter plugged in?", $"{bus.Address} 不存在；转换器是否已插好？"), "envgw bus list");
            yield break;
        }
        yield return Access(bus.Address, ReadAndWrite) == 0
            ? CheckResult.Ok("port", bus.Name, ($"{bus.Address} is there and may be opened", $"{bus.Address} 存在且可打开"))
            : CheckResult.Problem("port", bus.Name, ($"{bus.Address} may not be opened by this user", $"当前用户无权打开 {bus.Address}"),
                "sudo usermod -aG dialout $USER");
        if (bus.Address.StartsWith("/dev/ttyUSB", StringComparison.Ordinal) || bus.Address.StartsWith("/dev/ttyACM", StringComparison.Ordinal))
            yield return CheckResult.Warning(
                "port-name", bus.Name, ($"{bus.Address} is another adapter when they are plugged in in another order", $"插入顺序不同时 {bus.Address} 会变成另一只转换器"),
                "envgw bus list");
        string device = new FileInfo(bus.Address).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? bus.Address;
        foreach (var (process, name) in PortHolders.Of(device).Where(holder => !isServed || holder.Name != "envgw"))
            yield return CheckResult.Problem(
                "port-held", bus.Name, ($"{name} (PID {process}) has {device} open", $"{name}（PID {process}）占用 {device}"), $"ps {process}");
    }

    private static CheckResult Grabber(string program) => PortHolders.IsRunning(program)
        ? CheckResult.Warning(
            "port-grabber", program,
            ($"{program} is running: it opens adapters that are plugged in and sends to them", $"{program} 正在运行：它会打开新插入的转换器并发送数据"),
            $"sudo systemctl disable --now {program}")
        : CheckResult.Ok("port-grabber", program, ("not running", "未运行"));

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
