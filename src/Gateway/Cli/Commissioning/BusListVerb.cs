using System.Net;
using System.Text.Json;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw bus list</c>: the serial ports of this machine, who holds them, and the network buses of the site.</summary>
internal static class BusListVerb
{
    public static Verb Create()
    {
        var list = new Verb("list", ("Serial ports of this machine and network buses of the site. Opens none of them.", "本机串口和站点的网络总线。不打开任何端口。"),
            new Example("envgw bus list", ("which ports are there, and who holds them", "有哪些串口，被谁占用")))
        {
            SharedOptions.Config,
        };
        list.SetAction(parsed => Run(CommandContext.From(parsed), parsed.GetRequiredValue(SharedOptions.Config)));
        return list;
    }

    private static int Run(CommandContext context, string siteFile)
    {
        var site = File.Exists(siteFile) ? SiteFiles.Compile(siteFile).Model : null;
        var ports = new SerialPortNames().List();
        List<BusLineReport> lines = [.. ports.Select(port => PortLine(port, site)), .. OtherPortLines(context, ports, site), .. NetworkLines(site)];
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(new BusListReport("envgw.buses/1", lines), CommissioningJson.Readable.BusListReport));
        else if (lines.Count == 0) context.Out.WriteLine(context.Say("No serial port, and no network bus in a site file.", "没有串口，站点文件中也没有网络总线。"));
        else context.Out.Write(Table(context, lines));
        if (context.Json) return ExitCode.Fine;
        string target = lines.FirstOrDefault(line => line.HeldBy.Count == 0)?.Name ?? "tcp://192.0.2.20:502";
        context.Next($"envgw bus scan {target}");
        return ExitCode.Fine;
    }

    private static BusLineReport PortLine(SerialPort port, SiteModel? site)
    {
        var own = site?.Buses.FirstOrDefault(bus => bus.Transport == BusTransport.Serial
            && (bus.Address == port.Device || port.StableNames.Contains(bus.Address)));
        return new BusLineReport(
            port.PreferredName, "serial", port.Device, port.StableNames, UsbText.Of(port), own?.Name, own?.Serial?.ToString(),
            [.. new SerialPortHolders().Of(port.Device).Select(holder => $"{holder.Name} ({holder.ProcessId})")]);
    }

    /// <summary>Ports that the site names and this machine does not list: pulled adapters, and simulated ones.</summary>
    private static IEnumerable<BusLineReport> OtherPortLines(CommandContext context, IReadOnlyList<SerialPort> ports, SiteModel? site) =>
        from bus in site?.Buses ?? []
        where bus.Transport == BusTransport.Serial && !ports.Any(port => port.Device == bus.Address || port.StableNames.Contains(bus.Address))
        let what = PtyTransport.IsPseudoTerminal(bus.Address) ? context.Say("simulated", "模拟端口")
            : File.Exists(bus.Address) ? null : context.Say("not plugged in", "未插入")
        select new BusLineReport(
            bus.Address, "serial", bus.Address, [], what, bus.Name, bus.Serial?.ToString(),
            [.. new SerialPortHolders().Of(bus.Address).Select(holder => $"{holder.Name} ({holder.ProcessId})")]);

    private static IEnumerable<BusLineReport> NetworkLines(SiteModel? site) =>
        from bus in site?.Buses ?? []
        where bus.Transport != BusTransport.Serial
        select new BusLineReport(bus.Display, bus.Transport.ToString().ToLowerInvariant(), bus.Display, [], null, bus.Name, null, HoldersOf(bus));

    private static IReadOnlyList<string> HoldersOf(BusModel bus)
    {
        IPAddress[] addresses = bus.Address == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : IPAddress.TryParse(bus.Address.Trim('[', ']'), out var address) ? [address] : [];
        var holders = addresses.SelectMany(each => new ConnectionHolders().Of(each, bus.Port)).Distinct();
        return [.. holders.Select(holder => $"{holder.Name} ({holder.ProcessId})")];
    }

    private static TextTable Table(CommandContext context, IReadOnlyList<BusLineReport> lines)
    {
        var table = new TextTable(
            context.Say("NAME", "名称"), context.Say("PORT", "端口"), context.Say("ADAPTER", "转换器"), context.Say("SITE BUS", "站点总线"), context.Say("HELD BY",
                "占用者"));
        foreach (var line in lines)
            table.Add(
                line.Name, line.Device == line.Name
                    ? "" : line.Device, line.Adapter ?? "", string.Join(' ', new[] { line.SiteBus, line.Serial }.OfType<string>()),
                string.Join(", ", line.HeldBy));
        return table;
    }
}
