using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>One unit's four tables of 65536 entries each, its identification, and its moods. Every member may be called at any time from any thread.</summary>
public sealed class ModbusMemoryUnit
{
    private readonly Lock _gate = new();
    private readonly ushort[]?[] _tables = new ushort[Enum.GetValues<ModbusTable>().Length][];
    private readonly List<(ModbusTable Table, int Start, int End)> _missing = [];
    private readonly SortedDictionary<byte, byte[]> _objects = [];

    /// <summary>Asked before every request; a reply other than null is given in place of the real one. The way to make a unit refuse, be slow or be silent.</summary>
    public Func<ModbusRequest, ModbusReply?>? Mood { get; set; }

    /// <summary>Added to every answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Reads one entry; coils and discrete inputs are 0 or 1.</summary>
    public ushort this[ModbusTable table, ushort address]
    {
        get { lock (_gate) return Table(table)[address]; }
        set { lock (_gate) Table(table)[address] = IsBits(table) ? (ushort)(value == 0 ? 0 : 1) : value; }
    }

    /// <summary>Sets consecutive entries at once: no answer shows a part of them.</summary>
    public void Set(ModbusTable table, ushort address, ReadOnlySpan<ushort> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + values.Length, 0x10000);
        lock (_gate) values.CopyTo(Table(table).AsSpan(address));
    }

    /// <summary>Makes a range refuse with Illegal Data Address, as devices do whose tables have holes.</summary>
    public void RemoveRange(ModbusTable table, ushort address, int quantity)
    {
        lock (_gate) _missing.Add((table, address, address + quantity));
    }

    /// <summary>Sets an object of the device identification (MODBUS Application Protocol V1.1b3, 6.21), 0 to 245 bytes; usually ASCII text.</summary>
    public void Identify(byte objectId, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, IdentificationAnswer.LongestObject);
        lock (_gate) _objects[objectId] = value.ToArray();
    }

    internal ModbusReply Answer(in ModbusRequest request, Span<byte> data)
    {
        var reply = Mood?.Invoke(request) ?? Act(request, data);
        return Delay > TimeSpan.Zero ? reply.After(reply.Delay + Delay) : reply;
    }

    private ModbusReply Act(in ModbusRequest request, Span<byte> data)
    {
        lock (_gate)
        {
            if (request.Function == ModbusFunction.ReadDeviceIdentification) return IdentificationAnswer.Write(_objects, request, data);
            var table = TableOf(request.Function);
            if (IsMissing(table, request.Address, request.Quantity)) return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
            switch (request.Function)
            {
                case ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs:
                    return ReadBits(Table(table), request, data);
                case ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters:
                    return ReadRegisters(Table(table), request, data);
                case ModbusFunction.WriteSingleCoil:
                    Table(table)[request.Address] = (ushort)(request.Payload.Span[0] == 0 ? 0 : 1);
                    return ModbusReply.Done;
                case ModbusFunction.WriteMultipleCoils:
                    WriteBits(Table(table).AsSpan(request.Address, request.Quantity), request.Payload.Span);
                    return ModbusReply.Done;
                case ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleRegisters:
                    WriteRegisters(Table(table), request.Address, request.Payload.Span);
                    return ModbusReply.Done;
                case ModbusFunction.MaskWriteRegister:
                    ref ushort register = ref Table(table)[request.Address];
                    register = Masked(register, request.Payload.Span);
                    return ModbusReply.Done;
                case ModbusFunction.ReadWriteMultipleRegisters:
                    if (IsMissing(table, request.WriteAddress, request.Payload.Length / 2)) return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
                    WriteRegisters(Table(table), request.WriteAddress, request.Payload.Span);
                    return ReadRegisters(Table(table), request, data);
                default:
                    return ModbusReply.Refused(ModbusExceptionCode.IllegalFunction);
            }
        }
    }

    private static bool IsBits(ModbusTable table) => table is ModbusTable.Coils or ModbusTable.DiscreteInputs;

    private static ModbusTable TableOf(ModbusFunction function) => function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.WriteSingleCoil or ModbusFunction.WriteMultipleCoils => ModbusTable.Coils,
        ModbusFunction.ReadDiscreteInputs => ModbusTable.DiscreteInputs,
        ModbusFunction.ReadInputRegisters => ModbusTable.InputRegisters,
        _ => ModbusTable.HoldingRegisters,
    };

    private bool IsMissing(ModbusTable table, int address, int quantity)
    {
        foreach (var (missing, start, end) in _missing)
            if (missing == table && address < end && start < address + quantity) return true;
        return false;
    }

    private ushort[] Table(ModbusTable table) => _tables[(int)table] ??= new ushort[0x10000];

    private static ModbusReply ReadBits(ushort[] table, in ModbusRequest request, Span<byte> data)
    {
        int length = PduLimits.BytesForBits(request.Quantity);
        data[..length].Clear();
        for (int i = 0; i < request.Quantity; i++)
            if (table[request.Address + i] != 0) data[i / 8] |= (byte)(1 << (i % 8));
        return ModbusReply.Data(length);
    }

    private static ModbusReply ReadRegisters(ushort[] table, in ModbusRequest request, Span<byte> data)
    {
        for (int i = 0; i < request.Quantity; i++) BinaryPrimitives.WriteUInt16BigEndian(data[(2 * i)..], table[request.Address + i]);
        return ModbusReply.Data(2 * request.Quantity);
    }

    private static void WriteBits(Span<ushort> coils, ReadOnlySpan<byte> packed)
    {
        for (int i = 0; i < coils.Length; i++) coils[i] = (ushort)((packed[i / 8] >> (i % 8)) & 1);
    }

    private static void WriteRegisters(ushort[] table, int address, ReadOnlySpan<byte> values)
    {
        for (int i = 0; i < values.Length / 2; i++) table[address + i] = BinaryPrimitives.ReadUInt16BigEndian(values[(2 * i)..]);
    }

    private static ushort Masked(ushort current, ReadOnlySpan<byte> masks)
    {
        ushort and = BinaryPrimitives.ReadUInt16BigEndian(masks);
        ushort or = BinaryPrimitives.ReadUInt16BigEndian(masks[2..]);
        return (ushort)((current & and) | (or & ~and));
    }
}
