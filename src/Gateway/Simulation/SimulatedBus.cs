using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Simulation;

/// <summary>The units of one bus, as a Modbus server sees them. They can be read; a simulated device refuses writes but for those that start it.</summary>
internal sealed class SimulatedBus(BusModel bus, IReadOnlyList<SimulatedUnit> units) : IModbusServerStore
{
    private readonly SimulatedUnit?[] _byUnit = ByIdentifier(units);

    public BusModel Bus => bus;

    public IReadOnlyList<SimulatedUnit> Units => units;

    public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data)
    {
        if (_byUnit[unit] is not { IsSilent: false } simulated) return ModbusReply.Silence;
        if (request.IsWrite && simulated.IsStart(request)) return ModbusReply.Done;
        if (request.Function == ModbusFunction.ReadDeviceIdentification && simulated.Identification.Count > 0)
            return IdentificationAnswer.Write(simulated.Identification, request, data);
        if (TableOf(request.Function) is not { } table) return ModbusReply.Refused(ModbusExceptionCode.IllegalFunction);
        var range = new RegisterRange(table, request.Address, request.Quantity);
        lock (simulated.Bank.Gate)
        {
            return simulated.Bank.Holds(range)
                ? ModbusReply.Data(simulated.Bank.CopyTo(range, data))
                : ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
        }
    }

    public bool TakesEmpty(byte unit, in ModbusRequest request) => _byUnit[unit] is { IsSilent: false } simulated && simulated.IsStart(request);

    private static RegisterTable? TableOf(ModbusFunction function) => function switch
    {
        ModbusFunction.ReadCoils => RegisterTable.Coil,
        ModbusFunction.ReadDiscreteInputs => RegisterTable.DiscreteInput,
        ModbusFunction.ReadInputRegisters => RegisterTable.InputRegister,
        ModbusFunction.ReadHoldingRegisters => RegisterTable.HoldingRegister,
        _ => null,
    };

    private static SimulatedUnit?[] ByIdentifier(IReadOnlyList<SimulatedUnit> units)
    {
        var byUnit = new SimulatedUnit?[256];
        foreach (var unit in units) byUnit[unit.Device.Unit] = unit;
        return byUnit;
    }
}
