using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Understands what stands for a bus on a command line: a port, an address, or a name of the site file.</summary>
internal sealed class BusTargetReader(CommandContext context, string siteFile)
{
    private const int ModbusPort = 502;

    private static readonly string[] _schemes = ["tcp", "rtu+tcp", "ascii+tcp", "udp"];

    /// <summary>Line settings that were asked for.</summary>
    public SerialSettings? Serial { get; init; }

    /// <summary>Line settings where nobody says anything else: those that the device's profile names.</summary>
    public SerialSettings? Shipped { get; init; }

    /// <summary>Whether ASCII frames were asked for; null when nothing was.</summary>
    public bool? IsAscii { get; init; }

    public bool HasEcho { get; init; }

    /// <summary>The unit that is meant; null for all.</summary>
    public int? Unit { get; init; }

    /// <returns>The exit code after what is wrong has been reported; 0 with a target.</returns>
    public int TryRead(string written, out BusTarget? target)
    {
        target = null;
        if (written.Contains("://", StringComparison.Ordinal)) return TryAddress(written, out target);
        // A bus that has the name of a file is meant: a file of this folder is written ./name.
        bool isPath = written.StartsWith('/') || written.StartsWith('.') || (File.Exists(written) && !IsBusOfSite(written));
        if (isPath)
        {
            var bus = new BusModel { Number = 0, Name = written, Transport = BusTransport.Serial, Framing = BusFraming.Rtu, Address = written,
                Display = written };
            target = Settled(written, bus);
            return ExitCode.Fine;
        }
        return TryName(written, out target);
    }

    private int TryAddress(string written, out BusTarget? target)
    {
        target = null;
        bool isEndpoint = EndpointText.TryParse(written, ModbusPort, out string scheme, out string host, out int port, out var fault);
        if (!_schemes.Contains(scheme)) fault = ($"the scheme is one of {string.Join(", ", _schemes)}", $"协议应为 {string.Join("、", _schemes)}");
        else if (isEndpoint)
        {
            target = Settled(written, new BusModel
            {
                Number = 0,
                Name = written,
                Transport = scheme == "udp" ? BusTransport.Udp : BusTransport.Tcp,
                Framing = scheme switch { "rtu+tcp" => BusFraming.Rtu, "ascii+tcp" => BusFraming.Ascii, _ => BusFraming.Mbap },
                Address = host,
                Port = port,
                Display = written,
            });
            return ExitCode.Fine;
        }
        return BusOptions.Refuse(context, ($"'{written}' is no address: {fault.English}", $"“{written}” 不是有效的地址：{fault.Chinese}"), "tcp://192.0.2.20:502");
    }

    private int TryName(string name, out BusTarget? target)
    {
        target = null;
        if (!File.Exists(siteFile))
            return BusOptions.Refuse(
                context,
                ($"'{name}' is no port and no address, and there is no site file {siteFile} that could name a bus so",
                    $"“{name}” 不是串口或地址，也没有可命名总线的站点文件 {siteFile}"),
                "/dev/ttyUSB0, tcp://192.0.2.20:502");
        if (!SiteFiles.TryLoad(context, siteFile, out var site)) return ExitCode.ConfigurationInvalid;
        if (site.Buses.FirstOrDefault(bus => bus.Name == name) is { } found)
        {
            target = new BusTarget(name, Asked(found), site, found, Serial is not null) { SiteFile = siteFile };
            return ExitCode.Fine;
        }
        string[] names = [.. site.Buses.Select(bus => bus.Name)];
        return BusOptions.Refuse(
            context, ($"the site has no bus '{name}'", $"站点中没有总线 “{name}”"), Suggestion.For(name, names) ?? string.Join(", ", names));
    }

    /// <summary>A place with what the site file says of it, when it is one of the site's: its settings, and that the service may hold it.</summary>
    private BusTarget Settled(string written, BusModel bus)
    {
        var compiled = Compiled;
        var site = compiled?.Model;
        var own = site?.Buses.FirstOrDefault(known => PlaceComparison.AreWrittenSame(BusPlace.Of(known), bus));
        if (own is { Transport: BusTransport.Serial }) bus = own with { Address = bus.Address };
        // A scheme that names the framing is believed; tcp:// alone does not say what is spoken there.
        else if (own is { Framing: BusFraming.Scale } && bus.Framing == BusFraming.Mbap) bus = bus with { Framing = BusFraming.Scale };
        return new BusTarget(written, Asked(bus), site, own, Serial is not null) { SiteFile = siteFile, DataFolder = compiled?.DataFolder };
    }

    private SiteCompilation? Compiled => field ??= File.Exists(siteFile) ? SiteFiles.Compile(siteFile) : null;

    private bool IsBusOfSite(string word) => Compiled?.Model?.Buses.Any(bus => bus.Name == word) == true;

    private BusModel Asked(BusModel bus)
    {
        if (HasEcho) bus = bus with { HasEcho = true };
        if (bus.Transport != BusTransport.Serial) return bus;
        // What the site file does not know, a scan of this port may have found out.
        var (scanned, isAsciiThere) = bus.Serial is null ? LastScan.SettingsOn(bus.Address, Unit) : (null, false);
        var serial = Serial ?? bus.Serial ?? scanned ?? Shipped ?? new SerialSettings(9600);
        var framing = (IsAscii ?? isAsciiThere) ? BusFraming.Ascii : IsAscii is null ? bus.Framing : BusFraming.Rtu;
        return bus with { Serial = serial, Framing = framing, Display = $"{bus.Address} {serial}" };
    }
}
