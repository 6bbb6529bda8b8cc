using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Site;

/// <summary>Makes buses.</summary>
internal sealed class BusCompiler(SourceFile file, ProblemList problems)
{
    private const int ModbusPort = 502;

    /// <summary>The serial layer speaks English and names the one part that is wrong; in Chinese all that is allowed is said.</summary>
    private static readonly string AllowedInChinese =
        $"应为波特率 {SerialSettings.MinimumBaudRate} 至 {SerialSettings.MaximumBaudRate}、数据位 7 或 8、校验 N/E/O/M/S、停止位 1 或 2";

    /// <summary>All buses that could be made, numbered in order.</summary>
    public IReadOnlyList<BusModel> Buses(MapNode root)
    {
        var buses = new List<BusModel>();
        var ports = new Dictionary<string, string>();
        foreach (var entry in root.Entries("buses"))
        {
            if (entry.Value is not MapNode map || Bus(entry.Name, map) is not { } bus) continue;
            bus = Common(bus, map);
            if (bus.Transport == BusTransport.Serial && !ports.TryAdd(bus.Address, bus.Name))
                problems.Add(file.Problem(SiteProblems.PortTwice, map["port"]!.Span, ports[bus.Address], bus.Name, bus.Address));
            if (bus.MaximumInFlight > 1 && (bus.Framing, bus.Transport) is not (BusFraming.Mbap, BusTransport.Tcp))
                problems.Add(file.Problem(SiteProblems.InFlight, map["in_flight"]!.Span));
            buses.Add(bus with { Number = buses.Count });
        }
        return buses;
    }

    private BusModel? Bus(string name, MapNode map)
    {
        if (map.Text("port") is { } port) return OnPort(name, map, port);
        return map.Scalar("connect") is { } connect ? OnNetwork(name, connect) : null;
    }

    private BusModel? OnPort(string name, MapNode map, string port)
    {
        if (map.Scalar("serial") is not { } word) return null;
        if (!SerialSettings.TryParse(word.Text, out var settings, out string? fault))
        {
            problems.Add(file.Problem(SiteProblems.SerialSettings, word.Span, word.Text, (fault, AllowedInChinese)));
            return null;
        }
        return new BusModel
        {
            Number = 0,
            Name = name,
            Transport = BusTransport.Serial,
            Framing = map.Text("framing") == "ascii" ? BusFraming.Ascii : BusFraming.Rtu,
            Address = port,
            Serial = settings,
            KernelRs485 = map.Flag("rs485") ?? false,
            HasEcho = map.Flag("echo") ?? false,
            Display = $"{port} {settings}",
        };
    }

    private BusModel? OnNetwork(string name, ScalarNode connect)
    {
        if (!EndpointText.TryParse(connect.Text, ModbusPort, out string scheme, out string host, out int port, out var fault))
        {
            problems.Add(file.Problem(SiteProblems.Endpoint, connect.Span, connect.Text, fault, "tcp://192.0.2.20:502"));
            return null;
        }
        return new BusModel
        {
            Number = 0,
            Name = name,
            Transport = scheme == "udp" ? BusTransport.Udp : BusTransport.Tcp,
            Framing = scheme switch { "rtu+tcp" => BusFraming.Rtu, "ascii+tcp" => BusFraming.Ascii, _ => BusFraming.Mbap },
            Address = host,
            Port = port,
            Display = $"{scheme}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
        };
    }

    private static BusModel Common(BusModel bus, MapNode map) => bus with
    {
        Timeout = map.Duration("timeout") ?? bus.Timeout,
        RequestGap = map.Duration("request_gap") ?? bus.RequestGap,
        MaximumInFlight = (int)(map.Integer("in_flight") ?? 1),
    };
}
