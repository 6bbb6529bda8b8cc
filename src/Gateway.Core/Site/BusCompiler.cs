using System.Net;
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
        var taken = new Dictionary<string, (string Bus, TextSpan Place)>();
        foreach (var entry in root.Entries("buses"))
        {
            if (entry.Value is not MapNode map || Bus(entry.Name, map) is not { } bus) continue;
            bus = Common(bus, map);
            RefuseTwice(bus, (map["port"] ?? map["connect"])!.Span, taken);
            if (bus.MaximumInFlight > 1 && (bus.Framing, bus.Transport) is not (BusFraming.Mbap, BusTransport.Tcp))
                problems.Add(file.Problem(SiteProblems.InFlight, map["in_flight"]!.Span));
            buses.Add(bus with { Number = buses.Count });
        }
        return buses;
    }

    private void RefuseTwice(BusModel bus, TextSpan place, Dictionary<string, (string Bus, TextSpan Place)> taken)
    {
        bool isSerial = bus.Transport == BusTransport.Serial;
        string line = isSerial ? bus.Address : EndOf(bus);
        if (taken.TryAdd(line, (bus.Name, place))) return;
        var (first, firstPlace) = taken[line];
        var kind = isSerial ? SiteProblems.PortTwice : SiteProblems.EndpointTwice;
        problems.Add(file.Problem(kind, place, first, bus.Name, line) with { Related = new RelatedPlace(file.Name, firstPlace, ("the first one", "第一处")) });
    }

    /// <summary>Where the other end is, whatever framing is spoken to it: one spelling for each. A UDP port is not the TCP port of the same number.</summary>
    private static string EndOf(BusModel bus)
    {
        string host = IPAddress.TryParse(bus.Address, out var address) ? address.ToString() : bus.Address.TrimEnd('.').ToLowerInvariant();
        return $"{(bus.Transport == BusTransport.Udp ? "udp" : "tcp")}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{bus.Port}";
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
