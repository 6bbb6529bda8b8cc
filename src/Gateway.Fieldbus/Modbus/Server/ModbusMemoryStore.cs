using System.Collections.Concurrent;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>A store in memory: any number of units, each with its own tables. Safe to use and to change while it is served.</summary>
public sealed class ModbusMemoryStore : IModbusServerStore
{
    private readonly ConcurrentDictionary<byte, ModbusMemoryUnit> _units = [];

    /// <summary>What is said for a unit that is not here. A device on a serial line says nothing; a TCP gateway refuses with 0x0B.</summary>
    public ModbusReply ForUnknownUnits { get; init; } = ModbusReply.Silence;

    /// <summary>The unit with this identifier, made at first use.</summary>
    public ModbusMemoryUnit Unit(byte unit) => _units.GetOrAdd(unit, static _ => new ModbusMemoryUnit());

    /// <summary>Takes a unit away, as if its device had been switched off.</summary>
    public void Remove(byte unit) => _units.TryRemove(unit, out _);

    public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data)
    {
        if (_units.TryGetValue(unit, out var known)) return known.Answer(request, data);
        if (unit != 0 || !request.IsWrite) return ForUnknownUnits;

        // A broadcast: every device on the line carries it out, and none answers.
        foreach (var each in _units.Values) each.Answer(request, data);
        return ModbusReply.Silence;
    }
}
