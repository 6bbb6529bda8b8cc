using System.Globalization;
using System.Net;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Simulation;

/// <summary>
/// Every device of a site, Modbus devices and scales, served by its profile where the site file says it is: TCP and UDP ports of this machine, pseudo-terminals
/// in place of serial ports.
/// </summary>
internal sealed class SimulatedSite(SiteModel site, IncidentScript script, TextWriter log, TimeProvider time)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<SimulatedBus> _buses =
    [
        .. site.Buses.Where(bus => bus.Framing != BusFraming.Scale)
            .Select(bus => new SimulatedBus(bus, [.. site.Devices.Where(d => d.Bus == bus.Number).Select(d => new SimulatedUnit(site, d))])),
    ];

    private readonly IReadOnlyList<SimulatedScaleBus> _scaleBuses =
    [
        .. site.Buses.Where(bus => bus.Framing == BusFraming.Scale)
            .Select(bus => new SimulatedScaleBus(bus, [.. site.Devices.Where(d => d.Bus == bus.Number).Select(d => new SimulatedScale(site, d))])),
    ];

    /// <summary>What keeps a bus from being played here; empty when all can be.</summary>
    public static IEnumerable<Wording> Obstacles(SiteModel site)
    {
        foreach (var device in site.Devices.Where(device => device.Scale is not null && !SimulatedScaleBus.CanSpeak(device)))
        {
            yield return (
                $"device {device.Name}: its profile {device.ProfileName} does not say how a frame is made; add 'template:' to its scale section",
                $"设备 {device.Name}：模板 {device.ProfileName} 没有说明如何生成报文；请在其 scale 段添加 “template:”");
        }
        foreach (var bus in site.Buses)
        {
            if (bus.Transport == BusTransport.Serial)
            {
                // A link is ours or left behind by an earlier run; a real port is never taken.
                if (File.Exists(bus.Address) && new FileInfo(bus.Address).LinkTarget?.StartsWith("/dev/pts/", StringComparison.Ordinal) != true)
                    yield return ($"bus {bus.Name}: {bus.Address} exists and is not a simulated port", $"总线 {bus.Name}：{bus.Address} 已存在且不是模拟端口");
            }
            else if (!IPAddress.TryParse(bus.Address, out var address) || !IPAddress.IsLoopback(address))
            {
                yield return (
                    $"bus {bus.Name}: {bus.Address} is not a loopback address such as 127.0.0.1; the simulation serves this machine only: add --local FOLDER",
                    $"总线 {bus.Name}：{bus.Address} 不是本机回环地址（如 127.0.0.1）；模拟只在本机提供服务，请加 --local 文件夹");
            }
        }
    }

    /// <summary>Serves until stopped.</summary>
    /// <exception cref="IOException">A port or pseudo-terminal cannot be had.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        long start = time.GetTimestamp();
        Advance(TimeSpan.Zero);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> serving = [];
        try
        {
            foreach (var bus in _buses) serving.Add(ServeAsync(bus, ending.Token));
            foreach (var bus in _scaleBuses) serving.Add(ServeAsync(bus, ending.Token));
            foreach (var bus in _buses) await log.WriteLineAsync(Serving(bus.Bus, bus.Units.Select(u => $"unit {u.Device.Unit} {u.Device.Name}")));
            foreach (var bus in _scaleBuses) await log.WriteLineAsync(Serving(bus.Bus, bus.Scales.Select(NameOf)));
            serving.Add(PlayAsync(start, ending.Token));
            await await Task.WhenAny(serving);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(serving);
        }
    }

    private async Task PlayAsync(long start, CancellationToken stop)
    {
        var standing = script.Incidents.ToDictionary(incident => incident, _ => 0);
        using var timer = new PeriodicTimer(_step, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var elapsed = time.GetElapsedTime(start);
                Advance(elapsed);
                foreach (var incident in script.Incidents) standing[incident] = Announce(incident, standing[incident], elapsed);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
    }

    private void Advance(TimeSpan elapsed)
    {
        foreach (var bus in _buses)
            foreach (var unit in bus.Units) unit.Advance(elapsed, script);
        foreach (var bus in _scaleBuses)
            foreach (var scale in bus.Scales) scale.Advance(elapsed, script);
    }

    private static string Serving(BusModel bus, IEnumerable<string> units) => $"Serving {bus.Display} ({bus.Name}): {string.Join(", ", units)}";

    private static string NameOf(SimulatedScale scale) =>
        scale.Device.Scale!.IsAddressed ? $"scale {scale.Device.Unit} {scale.Device.Name}" : $"scale {scale.Device.Name}";

    /// <summary>Says when an incident begins or ends.</summary>
    /// <returns>Its standing now: 0 over, else how many times it has happened (a gain) or 1.</returns>
    private int Announce(Incident incident, int before, TimeSpan elapsed)
    {
        int now = incident.Kind == IncidentKind.Gain ? script.Gains(incident, elapsed) : script.IsActive(incident, elapsed) ? 1 : 0;
        if (now == before) return now;
        string what = incident.Kind switch
        {
            IncidentKind.Silent => now > 0 ? "falls silent" : "answers again",
            IncidentKind.Hold => string.Create(CultureInfo.InvariantCulture, $"shows {incident.Value}"),
            IncidentKind.Gain => now == 0 ? "is emptied" : string.Create(CultureInfo.InvariantCulture, $"gains {incident.Value}"),
            _ => now > 0 ? string.Create(CultureInfo.InvariantCulture, $"goes to {incident.Value}") : "is back to normal",
        };
        log.WriteLine($"{time.GetUtcNow():HH:mm:ss} {incident.Target} {what}");
        return now;
    }

    private Task ServeAsync(SimulatedBus bus, CancellationToken stop)
    {
        var model = bus.Bus;
        var framing = model.Framing switch { BusFraming.Rtu => ModbusFraming.Rtu, BusFraming.Ascii => ModbusFraming.Ascii, _ => ModbusFraming.Mbap };
        switch (model.Transport)
        {
            case BusTransport.Serial:
                return OnPortAsync(model, line => new ModbusSerialServer(line, framing, bus, time).RunAsync(stop));
            case BusTransport.Udp:
                var datagrams = new ModbusUdpServer(EndPoint(model), bus, time);
                datagrams.Open();
                return datagrams.RunAsync(stop);
            default:
                var server = new ModbusTcpServer(EndPoint(model), framing, bus, time);
                server.Open();
                return server.RunAsync(stop);
        }
    }

    private Task ServeAsync(SimulatedScaleBus bus, CancellationToken stop)
    {
        if (bus.Bus.Transport == BusTransport.Serial) return OnPortAsync(bus.Bus, line => bus.SpeakAsync(line, time, stop));
        var server = new TcpServer(EndPoint(bus.Bus), (line, ending) => bus.SpeakAsync(line, time, ending), time);
        server.Open();
        return server.RunAsync(stop);
    }

    /// <summary>Serves a pseudo-terminal in the place of a serial port, which no other simulation can take meanwhile.</summary>
    private static async Task OnPortAsync(BusModel bus, Func<PtyTransport, Task> serve)
    {
        using var claim = PortClaim.Of(bus.Address);
        File.Delete(bus.Address);
        await serve(new PtyTransport(bus.Address) { Settings = bus.Serial });
    }

    private static IPEndPoint EndPoint(BusModel bus) => new(IPAddress.Parse(bus.Address), bus.Port);
}
