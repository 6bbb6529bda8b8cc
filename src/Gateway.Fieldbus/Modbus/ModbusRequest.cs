using System.Buffers.Binary;

namespace Gateway.Fieldbus.Modbus;

/// <summary>One request, independent of framing (MODBUS Application Protocol V1.1b3, section 6). Made by the factory methods, which check ranges.</summary>
/// <param name="Function">Function code.</param>
/// <param name="Address">Zero-based protocol address; for device identification the object to start from.</param>
/// <param name="Quantity">Registers or coils read (or written by 15 and 16); for 5, 6 and 22 always 1; for 43/14 the read device id code.</param>
/// <param name="Payload">Data to write: registers as big-endian byte pairs, coils packed; for 22 the AND mask then the OR mask; for 23 the registers
/// to write.</param>
/// <param name="WriteAddress">For 23 the address written to.</param>
public readonly record struct ModbusRequest(
    ModbusFunction Function,
    ushort Address,
    ushort Quantity,
    ReadOnlyMemory<byte> Payload = default,
    ushort WriteAddress = 0)
{
    /// <summary>Coils or discrete inputs that one read may ask for (6.1, 6.2).</summary>
    public const int MaximumReadBits = 2000;

    /// <summary>Registers that one read may ask for (6.3, 6.4, 6.17).</summary>
    public const int MaximumReadRegisters = 125;

    /// <summary>Coils that one request may write (6.11).</summary>
    public const int MaximumWriteCoils = 1968;

    /// <summary>Registers that one request may write (6.12).</summary>
    public const int MaximumWriteRegisters = 123;

    /// <summary>Registers that one read and write may write (6.17).</summary>
    public const int MaximumReadWriteRegisters = 121;

    /// <summary>Whether the request writes and reads nothing back; only these may be broadcast (Serial Line V1.02, 2.1).</summary>
    public bool IsWrite => Function is ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleCoils
        or ModbusFunction.WriteMultipleRegisters or ModbusFunction.MaskWriteRegister;

    /// <param name="address">Zero-based.</param>
    /// <param name="quantity">1 to 2000.</param>
    public static ModbusRequest ReadCoils(ushort address, ushort quantity) => Read(ModbusFunction.ReadCoils, address, quantity, MaximumReadBits);

    /// <param name="address">Zero-based.</param>
    /// <param name="quantity">1 to 2000.</param>
    public static ModbusRequest ReadDiscreteInputs(ushort address, ushort quantity) =>
        Read(ModbusFunction.ReadDiscreteInputs, address, quantity, MaximumReadBits);

    /// <param name="address">Zero-based.</param>
    /// <param name="quantity">1 to 125.</param>
    public static ModbusRequest ReadHoldingRegisters(ushort address, ushort quantity) =>
        Read(ModbusFunction.ReadHoldingRegisters, address, quantity, MaximumReadRegisters);

    /// <param name="address">Zero-based.</param>
    /// <param name="quantity">1 to 125.</param>
    public static ModbusRequest ReadInputRegisters(ushort address, ushort quantity) =>
        Read(ModbusFunction.ReadInputRegisters, address, quantity, MaximumReadRegisters);

    public static ModbusRequest WriteSingleCoil(ushort address, bool on) =>
        new(ModbusFunction.WriteSingleCoil, address, 1, on ? (byte[])[0xFF, 0x00] : [0x00, 0x00]);

    public static ModbusRequest WriteSingleRegister(ushort address, ushort value) =>
        new(ModbusFunction.WriteSingleRegister, address, 1, BigEndian([value]));

    /// <param name="address">Zero-based address of the first coil.</param>
    /// <param name="values">1 to 1968 coils in address order.</param>
    public static ModbusRequest WriteMultipleCoils(ushort address, ReadOnlySpan<bool> values)
    {
        CheckRange(address, values.Length, MaximumWriteCoils);
        var packed = new byte[(values.Length + 7) / 8];
        for (int i = 0; i < values.Length; i++)
            if (values[i]) packed[i / 8] |= (byte)(1 << (i % 8));
        return new ModbusRequest(ModbusFunction.WriteMultipleCoils, address, (ushort)values.Length, packed);
    }

    /// <param name="address">Zero-based address of the first register.</param>
    /// <param name="values">1 to 123 registers in address order.</param>
    public static ModbusRequest WriteMultipleRegisters(ushort address, ReadOnlySpan<ushort> values)
    {
        CheckRange(address, values.Length, MaximumWriteRegisters);
        return new ModbusRequest(ModbusFunction.WriteMultipleRegisters, address, (ushort)values.Length, BigEndian(values));
    }

    /// <summary>Result = (current AND andMask) OR (orMask AND NOT andMask) (6.16).</summary>
    public static ModbusRequest MaskWriteRegister(ushort address, ushort andMask, ushort orMask) =>
        new(ModbusFunction.MaskWriteRegister, address, 1, BigEndian([andMask, orMask]));

    /// <summary>Writes first, then reads (6.17).</summary>
    /// <param name="address">Zero-based address of the first register read.</param>
    /// <param name="quantity">Registers read, 1 to 125.</param>
    /// <param name="writeAddress">Zero-based address of the first register written.</param>
    /// <param name="values">1 to 121 registers to write.</param>
    public static ModbusRequest ReadWriteMultipleRegisters(ushort address, ushort quantity, ushort writeAddress, ReadOnlySpan<ushort> values)
    {
        CheckRange(address, quantity, MaximumReadRegisters);
        CheckRange(writeAddress, values.Length, MaximumReadWriteRegisters);
        return new ModbusRequest(ModbusFunction.ReadWriteMultipleRegisters, address, quantity, BigEndian(values), writeAddress);
    }

    /// <summary>Function code 43, MEI type 14 (6.21). The answer's bytes are understood by <see cref="ModbusDeviceIdentification.TryParse"/>.</summary>
    public static ModbusRequest ReadDeviceIdentification(ModbusDeviceIdentificationAccess access, byte fromObject = 0)
    {
        if (!Enum.IsDefined(access)) throw new ArgumentOutOfRangeException(nameof(access));
        return new ModbusRequest(ModbusFunction.ReadDeviceIdentification, fromObject, (ushort)access);
    }

    /// <summary>
    /// A read or a write of nothing: outside the standard, and what some sensors take as a command. Most servers refuse it with exception 03.
    /// </summary>
    /// <param name="function">ReadHoldingRegisters, ReadInputRegisters or WriteMultipleRegisters.</param>
    /// <param name="address">Zero-based.</param>
    public static ModbusRequest Empty(ModbusFunction function, ushort address) =>
        function is ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters or ModbusFunction.WriteMultipleRegisters
            ? new ModbusRequest(function, address, 0)
            : throw new ArgumentOutOfRangeException(nameof(function));

    private static ModbusRequest Read(ModbusFunction function, ushort address, ushort quantity, int most)
    {
        CheckRange(address, quantity, most);
        return new ModbusRequest(function, address, quantity);
    }

    private static void CheckRange(ushort address, int quantity, int most)
    {
        ArgumentOutOfRangeException.ThrowIfZero(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + quantity, 0x10000);
    }

    private static byte[] BigEndian(ReadOnlySpan<ushort> values)
    {
        var bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * 2), values[i]);
        return bytes;
    }
}
