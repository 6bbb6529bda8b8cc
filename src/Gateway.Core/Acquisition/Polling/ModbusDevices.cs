using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>The devices of a bus that speaks Modbus: asked, unit by unit, group by group.</summary>
internal sealed class ModbusDevices : IBusDevices
{
    private readonly IModbusClient _client;
    private readonly BusUnit[] _units;
    private readonly GroupPoller[] _pollers;
    private readonly Dictionary<int, IdentityGuard> _identities = [];

    /// <param name="site">The model that holds the bus, its devices and their points.</param>
    /// <param name="connection">The way to the bus; disposed with the devices.</param>
    public ModbusDevices(SiteModel site, BusModel bus, BusConnection connection, TimeProvider time, ILogger logger)
    {
        _client = connection.Client;
        Owner = new LinkOwner(bus, _client.CloseAsync, connection.IsPresent, time, logger);
        var wire = new BusWire(_client, Owner);
        var devices = site.Devices.Where(d => d.Bus == bus.Number).ToList();
        _units = [.. devices.Select(d => d.Unit).Distinct().Select(u => new BusUnit(u))];
        foreach (var device in devices) _identities[device.Number] = new IdentityGuard(device, UnitOf(device), wire, Owner.Clock, logger);
        _pollers =
        [
            .. devices
                .SelectMany(d => PollGroup.Of(d, d.Points.Select(p => site.Points[p])))
                .Select(g => new GroupPoller(g, UnitOf(g.Device), _identities[g.Device.Number], wire, Owner.Clock, bus.Name, logger)),
        ];
        MostUnderWay = devices.Count == 0 ? 1 : wire.Parallel(devices.Max(d => d.RequestGap));
    }

    public LinkOwner Owner { get; }

    public IReadOnlyList<IGroupPoller> Pollers => _pollers;

    public IReadOnlyList<BusUnit> Units => _units;

    public int MostUnderWay { get; }

    public long LateAnswers => _client.Counters.LateAnswers;

    public IReadOnlyList<UnitSnapshot> UnitSnapshots() => [.. _units.Select(SnapshotOf)];

    public ValueTask DisposeAsync()
    {
        Owner.Dispose();
        return _client.DisposeAsync();
    }

    private BusUnit UnitOf(DeviceModel device) => Array.Find(_units, u => u.Identifier == device.Unit)!;

    private UnitSnapshot SnapshotOf(BusUnit unit)
    {
        var pollers = _pollers.Where(p => p.Device.Unit == unit.Identifier).ToList();
        var devices = pollers.Select(p => p.Device.Number).Distinct().ToList();
        return unit.Snapshot(devices) with
        {
            WrongDevices = devices.Where(d => _identities[d].IsWrong).ToDictionary(d => d, d => _identities[d].Findings?.Mismatch ?? default),
            Refused = [.. pollers.SelectMany(p => p.Refused).Distinct()],
        };
    }
}
