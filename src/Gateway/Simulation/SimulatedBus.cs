using System.Buffers.Binary;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Simulation;

/// <summary>
/// The units of one bus, as a Modbus server sees them. What the profile of a device names can be read, and its coils and holding registers written; anything
/// else is refused with exception 02. What was written stays, but where a signal sets a point anew at its next step.
/// </summary>
internal sealed class SimulatedBus(BusModel bus, IReadOnlyList<SimulatedUnit> units) : IModbusServerStore
{
    private readonly SimulatedUnit?[] _byUnit = ByIdentifier(units);

    public BusModel Bus => bus;

    public IReadOnlyList<SimulatedUnit> Units => units;

    public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data)
    {
        if (unit == 0 && request.IsWrite && bus.Transport == BusTransport.Serial) return Broadcast(request);
        if (_byUnit[unit] is not { IsSilent: false } simulated) return ModbusReply.Silence;
        if (request.IsWrite && simulated.IsStart(request)) return ModbusReply.Done;
        if (request.Function == ModbusFunction.ReadDeviceIdentification && simulated.Identification.Count > 0)
            return IdentificationAnswer.Write(simulated.Identification, request, data);
        return Answer(simulated.Bank, request, data);
    }

    public bool TakesEmpty(byte unit, in ModbusRequest request) => _byUnit[unit] is { IsSilent: false } simulated && simulated.IsStart(request);

    /// <summary>Every device of the line carries it out, and none answers (Serial Line V1.02, 2.1).</summary>
    private ModbusReply Broadcast(in ModbusRequest request)
    {
        foreach (var simulated in units)
            if (!simulated.IsSilent) Answer(simulated.Bank, request, []);
        return ModbusReply.Silence;
    }

    /// <summary>Application Protocol V1.1b3, section 6; function 23 writes before it reads (6.17).</summary>
    private static ModbusReply Answer(RegisterBank bank, in ModbusRequest request, Span<byte> data)
    {
        var (read, written) = RangesOf(request);
        if (read is null && written is null) return ModbusReply.Refused(ModbusExceptionCode.IllegalFunction);
        lock (bank.Gate)
        {
            if ((read is { } asked && !bank.Holds(asked)) || (written is { } given && !bank.Holds(given)))
                return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
            if (written is { } target) Write(bank, target, request);
            return read is { } range ? ModbusReply.Data(bank.CopyTo(range, data)) : ModbusReply.Done;
        }
    }

    private static void Write(RegisterBank bank, RegisterRange range, in ModbusRequest request)
    {
        var payload = request.Payload.Span;
        switch (request.Function)
        {
            case ModbusFunction.WriteSingleCoil:
                bank.SetBit(range.Table, range.Address, payload[0] != 0);
                break;
            case ModbusFunction.MaskWriteRegister:
                var register = bank.Registers(range);
                ushort and = BinaryPrimitives.ReadUInt16BigEndian(payload), or = BinaryPrimitives.ReadUInt16BigEndian(payload[2..]);
                BinaryPrimitives.WriteUInt16BigEndian(register, (ushort)((BinaryPrimitives.ReadUInt16BigEndian(register) & and) | (or & ~and)));
                break;
            default:
                bank.Store(range, payload);
                break;
        }
    }

    private static (RegisterRange? Read, RegisterRange? Written) RangesOf(in ModbusRequest request)
    {
        var (address, quantity) = (request.Address, request.Quantity);
        return request.Function switch
        {
            ModbusFunction.ReadCoils => (new(RegisterTable.Coil, address, quantity), null),
            ModbusFunction.ReadDiscreteInputs => (new(RegisterTable.DiscreteInput, address, quantity), null),
            ModbusFunction.ReadInputRegisters => (new(RegisterTable.InputRegister, address, quantity), null),
            ModbusFunction.ReadHoldingRegisters => (new(RegisterTable.HoldingRegister, address, quantity), null),
            ModbusFunction.WriteSingleCoil or ModbusFunction.WriteMultipleCoils => (null, new(RegisterTable.Coil, address, quantity)),
            ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleRegisters or ModbusFunction.MaskWriteRegister =>
                (null, new(RegisterTable.HoldingRegister, address, quantity)),
            ModbusFunction.ReadWriteMultipleRegisters => (new(RegisterTable.HoldingRegister, address, quantity),
                new(RegisterTable.HoldingRegister, request.WriteAddress, (ushort)(request.Payload.Length / 2))),
            _ => (null, null),
        };
    }

    private static SimulatedUnit?[] ByIdentifier(IReadOnlyList<SimulatedUnit> units)
    {
        var byUnit = new SimulatedUnit?[256];
        foreach (var unit in units) byUnit[unit.Device.Unit] = unit;
        return byUnit;
    }
}
