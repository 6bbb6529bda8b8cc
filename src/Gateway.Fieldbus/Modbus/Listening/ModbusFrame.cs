using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Listening;

/// <summary>A whole frame as it was heard, by somebody who is neither its client nor its server.</summary>
/// <param name="Framing">How it was framed.</param>
/// <param name="IsRequest">Whether it was understood as a request; some frames can be either.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="Pdu">Function code and what follows; at least one byte.</param>
/// <param name="Bytes">The frame as it stood on the line.</param>
/// <param name="Transaction">Transaction identifier of an MBAP frame; null for others.</param>
public sealed record ModbusFrame(
    ModbusFraming Framing, bool IsRequest, byte Unit, ReadOnlyMemory<byte> Pdu, ReadOnlyMemory<byte> Bytes, ushort? Transaction = null)
{
    /// <summary>The function code, without the bit that marks an exception.</summary>
    public byte Function => (byte)(Pdu.Span[0] & ~PduLimits.ExceptionBit);

    /// <summary>The exception code of an exception response; None otherwise.</summary>
    public ModbusExceptionCode Exception =>
        !IsRequest && (Pdu.Span[0] & PduLimits.ExceptionBit) != 0 && Pdu.Length > 1 ? (ModbusExceptionCode)Pdu.Span[1] : ModbusExceptionCode.None;

    /// <summary>What a request asks for; null for a response, and for a request that a server must refuse.</summary>
    public ModbusRequest? Request => IsRequest && RequestPdu.TryRead(Pdu, out var request) == ModbusExceptionCode.None ? request : null;

    /// <summary>The registers or packed bits of the response to a read; empty for everything else.</summary>
    public ReadOnlyMemory<byte> Data => !IsRequest && Pdu.Span[0] is 0x01 or 0x02 or 0x03 or 0x04 or 0x17 && Pdu.Length > ResponsePdu.DataAt
        ? Pdu[ResponsePdu.DataAt..]
        : default;

    /// <summary>Whether this response can be the answer to a request.</summary>
    public bool Answers(ModbusFrame request)
    {
        if (IsRequest || !request.IsRequest || request.Unit != Unit || request.Function != Function) return false;
        if (Exception != ModbusExceptionCode.None || request.Request is not { } asked) return true;
        return ResponsePdu.Check(asked, Pdu.Span, out _).Outcome == ModbusOutcome.Ok;
    }
}
