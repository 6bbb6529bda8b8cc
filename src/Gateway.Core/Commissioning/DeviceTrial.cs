using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Commissioning;

/// <summary>Reads every point of a device once, by the very path that the gateway reads it by: identity first, then block by block.</summary>
internal sealed class DeviceTrial : IAsyncDisposable
{
    private readonly TrialClient _client;
    private readonly LinkOwner _owner;
    private readonly IdentityGuard _identity;
    private readonly GroupPoller _poller;

    /// <param name="client">Open on the device's bus; nobody else uses it meanwhile.</param>
    public DeviceTrial(SiteModel site, DeviceModel device, IModbusClient client, TimeProvider time)
    {
        // A trial reads only, whatever the site allows the gateway itself to write.
        device = device with { Start = [.. device.Start.Where(step => !step.IsWrite)] };
        Device = device;
        _client = new TrialClient(client);
        var bus = site.Buses[device.Bus];
        _owner = new LinkOwner(bus, _client.CloseAsync, null, time, NullLogger.Instance);
        var wire = new BusWire(_client, _owner);
        var unit = new BusUnit(device.Unit);
        // One interval for all, so that it is one group: what is due when says nothing here.
        var points = device.Points.Select(point => site.Points[point] with { Every = TimeSpan.FromSeconds(1) });
        var group = PollGroup.Of(device, points) is [var only, ..] ? only : new PollGroup(device, TimeSpan.Zero, [], []);
        _identity = new IdentityGuard(device, unit, wire, _owner.Clock, NullLogger.Instance);
        _poller = new GroupPoller(group, unit, _identity, wire, _owner.Clock, bus.Name, NullLogger.Instance);
    }

    public DeviceModel Device { get; }

    /// <summary>Whether it is the device that its profile describes; null while that is not known.</summary>
    public DeviceFindings? Findings => _identity.Findings;

    /// <summary>What was asked and answered.</summary>
    public IReadOnlyList<TrialExchange> Exchanges => _client.Exchanges;

    /// <returns>The reading of each point, in the device's order.</returns>
    public async Task<IReadOnlyList<Reading>> RunAsync(CancellationToken cancel)
    {
        await _poller.PollAsync(cancel);
        using var scan = _poller.Decode();
        return [.. scan.Readings.ToArray().OrderBy(reading => reading.Point)];
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return _client.DisposeAsync();
    }

    /// <summary>The registers, or the byte of packed coils, that a point was read from, as they came; empty when they did not come.</summary>
    public ReadOnlyMemory<byte> RawOf(RegisterRange range)
    {
        foreach (var exchange in _client.Exchanges.Reverse().Where(exchange => exchange.Answer.IsOk && exchange.Request.Function == FunctionOf(range.Table)))
        {
            int from = range.Address - exchange.Request.Address;
            if (from < 0 || range.End > exchange.Request.Address + exchange.Request.Quantity) continue;
            return range.IsBits ? Bit(exchange.Bytes.Span, from) : exchange.Bytes.Slice(2 * from, 2 * range.Quantity);
        }
        return default;
    }

    private static byte[] Bit(ReadOnlySpan<byte> packed, int at) => [(byte)((packed[at / 8] >> (at % 8)) & 1)];

    private ModbusFunction FunctionOf(RegisterTable table) => (table, Device.ReadAllRegistersAs) switch
    {
        (RegisterTable.Coil, _) => ModbusFunction.ReadCoils,
        (RegisterTable.DiscreteInput, _) => ModbusFunction.ReadDiscreteInputs,
        (_, RegisterTable.InputRegister) or (RegisterTable.InputRegister, null) => ModbusFunction.ReadInputRegisters,
        _ => ModbusFunction.ReadHoldingRegisters,
    };
}
