using System.Buffers.Binary;

namespace Gateway.Fieldbus.Modbus.Pdu;

/// <summary>Request PDUs (MODBUS Application Protocol V1.1b3, section 6): written by a client, understood by a server.</summary>
internal static class RequestPdu
{
    /// <returns>Length of the PDU; the destination holds <see cref="PduLimits.MaximumLength"/> bytes.</returns>
    public static int Write(in ModbusRequest request, Span<byte> pdu)
    {
        pdu[0] = (byte)request.Function;
        if (request.Function == ModbusFunction.ReadDeviceIdentification)
        {
            pdu[1] = PduLimits.DeviceIdentificationMei;
            pdu[2] = (byte)request.Quantity;
            pdu[3] = (byte)request.Address;
            return 4;
        }

        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], request.Address);
        int length = 3;
        if (request.Function is not (ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.MaskWriteRegister))
        {
            BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], request.Quantity);
            length = 5;
        }
        if (request.Function == ModbusFunction.ReadWriteMultipleRegisters)
        {
            BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], request.WriteAddress);
            BinaryPrimitives.WriteUInt16BigEndian(pdu[7..], (ushort)(request.Payload.Length / 2));
            length = 9;
        }
        if (request.Function is ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters or ModbusFunction.ReadWriteMultipleRegisters)
            pdu[length++] = (byte)request.Payload.Length;

        request.Payload.Span.CopyTo(pdu[length..]);
        return length + request.Payload.Length;
    }

    /// <summary>Understands a request as a server must: function, then quantity and data, then addresses (the state diagrams of section 6).</summary>
    /// <param name="pdu">The whole PDU; the request's payload is a view into it.</param>
    /// <param name="request">What is asked for; meaningful only when nothing is wrong.</param>
    /// <returns>None, or the exception code to refuse it with.</returns>
    public static ModbusExceptionCode TryRead(ReadOnlyMemory<byte> pdu, out ModbusRequest request)
    {
        request = default;
        if (pdu.IsEmpty) return ModbusExceptionCode.IllegalFunction;
        var function = (ModbusFunction)pdu.Span[0];
        if (!Enum.IsDefined(function) || pdu.Span[0] == 0x2B && !IsDeviceIdentification(pdu.Span)) return ModbusExceptionCode.IllegalFunction;
        if (PduLength.OfRequest(pdu.Span) != pdu.Length) return ModbusExceptionCode.IllegalDataValue;

        request = Parse(function, pdu);
        return IsSound(request) ? IsWithinAddresses(request) ? ModbusExceptionCode.None
            : ModbusExceptionCode.IllegalDataAddress
            : ModbusExceptionCode.IllegalDataValue;
    }

    private static bool IsDeviceIdentification(ReadOnlySpan<byte> pdu) => pdu.Length > 1 && pdu[1] == PduLimits.DeviceIdentificationMei;

    private static ModbusRequest Parse(ModbusFunction function, ReadOnlyMemory<byte> pdu)
    {
        var bytes = pdu.Span;
        if (function == ModbusFunction.ReadDeviceIdentification) return new ModbusRequest(function, bytes[3], bytes[2]);

        ushort address = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
        ushort second = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        return function switch
        {
            ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.MaskWriteRegister =>
                new ModbusRequest(function, address, 1, pdu[3..]),
            ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters => new ModbusRequest(function, address, second, pdu[6..]),
            ModbusFunction.ReadWriteMultipleRegisters =>
                // A written quantity that contradicts the byte count is made visible as a payload that is not sound.
                new ModbusRequest(function, address, second,
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]) * 2 == bytes[9] ? pdu[10..] : default, BinaryPrimitives.ReadUInt16BigEndian(bytes[5..])),
            _ => new ModbusRequest(function, address, second),
        };
    }

    private static bool IsSound(in ModbusRequest request) => request.Function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs => request.Quantity is > 0 and <= ModbusRequest.MaximumReadBits,
        ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters => request.Quantity is > 0 and <= ModbusRequest.MaximumReadRegisters,
        ModbusFunction.WriteSingleCoil => request.Payload.Span[0] is 0x00 or 0xFF && request.Payload.Span[1] == 0,
        ModbusFunction.WriteMultipleCoils =>
            request.Quantity is > 0 and <= ModbusRequest.MaximumWriteCoils && request.Payload.Length == PduLimits.BytesForBits(request.Quantity),
        ModbusFunction.WriteMultipleRegisters =>
            request.Quantity is > 0 and <= ModbusRequest.MaximumWriteRegisters && request.Payload.Length == request.Quantity * 2,
        ModbusFunction.ReadWriteMultipleRegisters =>
            request.Quantity is > 0 and <= ModbusRequest.MaximumReadRegisters
            && request.Payload.Length is > 0 and <= ModbusRequest.MaximumReadWriteRegisters * 2,
        ModbusFunction.ReadDeviceIdentification => Enum.IsDefined((ModbusDeviceIdentificationAccess)request.Quantity),
        _ => true,
    };

    private static bool IsWithinAddresses(in ModbusRequest request) =>
        request.Function == ModbusFunction.ReadDeviceIdentification
        || request.Address + request.Quantity <= 0x10000
        && (request.Function != ModbusFunction.ReadWriteMultipleRegisters || request.WriteAddress + request.Payload.Length / 2 <= 0x10000);
}
