namespace Gateway.Fieldbus.Modbus;

/// <summary>One request, independent of framing (MODBUS Application Protocol V1.1b3, section 6). Made by the factory methods, which check ranges.</summary>
/// <param name="Function">Function code.</param>
/// <param name="Address">Zero-based protocol address; for device identification the object to start from.</param>
/// <param name="Quantity">Registers or coils read (or written by 15 and 16); for 5, 6 and 22 always 1; for 43/14 the read device id code.</param>
/// <param name="Payload">Data to write: registers as big-endian byte pairs, coils packed; for 22 the AND mask then the OR mask; for 23 the registers to write.</param>
/// <param name="WriteAddress">For 23 the address written to.</param>
public readonly record struct ModbusRequest(
    ModbusFunction Function,
    ushort Address,
    ushort Quantity,
    ReadOnlyMemory<byte> Payload = default,
    ushort WriteAddress = 0)
{
    public static ModbusRequest ReadCoils(ushort address, ushort quantity) => Read(ModbusFunction.ReadCoils, address, quantity, 2000);

    public static ModbusRequest ReadDiscreteInputs(ushort address, ushort quantity) => Read(ModbusFunction.ReadDiscreteInputs, address, quantity, 2000);

    public static ModbusRequest ReadHoldingRegisters(ushort address, ushort quantity) => Read(ModbusFunction.ReadHoldingRegisters, address, quantity, 125);

    public static ModbusRequest ReadInputRegisters(ushort address, ushort quantity) => Read(ModbusFunction.ReadInputRegisters, address, quantity, 125);

    private static ModbusRequest Read(ModbusFunction function, ushort address, ushort quantity, int most)
    {
        ArgumentOutOfRangeException.ThrowIfZero(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + quantity, 0x10000);
        return new ModbusRequest(function, address, quantity);
    }
}
