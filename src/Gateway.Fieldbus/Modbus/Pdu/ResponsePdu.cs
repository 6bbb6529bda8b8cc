using System.Buffers.Binary;

namespace Gateway.Fieldbus.Modbus.Pdu;

/// <summary>Response PDUs (MODBUS Application Protocol V1.1b3, sections 6 and 7): written by a server, checked by a client against its request.</summary>
internal static class ResponsePdu
{
    /// <summary>Where the data stands in every response that has some: after the function code and the byte count or MEI type.</summary>
    public const int DataAt = 2;

    /// <summary>Room for data in one response.</summary>
    public const int MaximumData = PduLimits.MaximumLength - DataAt;

    /// <summary>Bytes of data that an answer to this request has; for device identification the most it can have.</summary>
    public static int DataLength(in ModbusRequest request) => request.Function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs => PduLimits.BytesForBits(request.Quantity),
        ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters or ModbusFunction.ReadWriteMultipleRegisters => request.Quantity * 2,
        ModbusFunction.ReadDeviceIdentification => MaximumData,
        _ => 0,
    };

    /// <summary>Whether a PDU that begins with this function code and has this length can answer the request.</summary>
    public static bool CanAnswer(in ModbusRequest request, byte function, int length)
    {
        if (function == ((byte)request.Function | PduLimits.ExceptionBit)) return length == 2;
        if (function != (byte)request.Function) return false;
        return request.Function switch
        {
            ModbusFunction.MaskWriteRegister => length == 7,
            ModbusFunction.ReadDeviceIdentification => length is >= 7 and <= PduLimits.MaximumLength,
            _ when request.IsWrite => length == 5,
            _ => length == DataAt + DataLength(request),
        };
    }

    /// <summary>Decides whether a PDU is the answer to a request.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="pdu">What came.</param>
    /// <param name="data">The answer's data, a view into the PDU; empty unless Ok.</param>
    /// <returns>Ok, Exception or Mismatch, the latter with the reason.</returns>
    public static PduVerdict Check(in ModbusRequest request, ReadOnlySpan<byte> pdu, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (pdu.Length < 2) return PduVerdict.Mismatch("the answer ends after its function code");
        if (pdu[0] == ((byte)request.Function | PduLimits.ExceptionBit)) return CheckException(pdu);
        if (pdu[0] != (byte)request.Function) return PduVerdict.Mismatch("the answer has another function code");
        if (PduLength.OfResponse(pdu) != pdu.Length) return PduVerdict.Mismatch("the answer's byte count does not fit its length");
        if (!CanAnswer(request, pdu[0], pdu.Length)) return PduVerdict.Mismatch("the answer has another quantity than was asked for");

        if (request.IsWrite)
            return IsEcho(request, pdu[1..]) ? PduVerdict.Ok : PduVerdict.Mismatch("the answer confirms another address or value than was written");
        if (request.Function == ModbusFunction.ReadDeviceIdentification && pdu[2] != request.Quantity)
            return PduVerdict.Mismatch("the answer has another read device id code");
        data = pdu[DataAt..];
        return PduVerdict.Ok;
    }

    /// <summary>Completes a normal response whose data, if any, stands at <see cref="DataAt"/> already.</summary>
    /// <returns>Length of the PDU.</returns>
    public static int Write(in ModbusRequest request, int dataLength, Span<byte> pdu)
    {
        pdu[0] = (byte)request.Function;
        if (!request.IsWrite)
        {
            pdu[1] = request.Function == ModbusFunction.ReadDeviceIdentification ? PduLimits.DeviceIdentificationMei : (byte)dataLength;
            return DataAt + dataLength;
        }
        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], request.Address);
        if (request.Function is ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters)
        {
            BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], request.Quantity);
            return 5;
        }
        request.Payload.Span.CopyTo(pdu[3..]);
        return 3 + request.Payload.Length;
    }

    /// <returns>Length of the PDU.</returns>
    public static int WriteException(byte function, ModbusExceptionCode code, Span<byte> pdu)
    {
        pdu[0] = (byte)(function | PduLimits.ExceptionBit);
        pdu[1] = (byte)code;
        return 2;
    }

    private static PduVerdict CheckException(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length != 2) return PduVerdict.Mismatch("the exception response is too long");
        return pdu[1] == 0
            ? PduVerdict.Mismatch("the exception response has no exception code")
            : new PduVerdict(ModbusOutcome.Exception, (ModbusExceptionCode)pdu[1], null);
    }

    private static bool IsEcho(in ModbusRequest request, ReadOnlySpan<byte> fields)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(fields) != request.Address) return false;
        return request.Function is ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters
            ? BinaryPrimitives.ReadUInt16BigEndian(fields[2..]) == request.Quantity
            : fields[2..].SequenceEqual(request.Payload.Span);
    }
}
