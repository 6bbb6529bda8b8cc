using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Modbus.Server;

/// <inheritdoc cref="IRequestFraming"/>
internal sealed class AsciiRequests : IRequestFraming
{
    public int MaximumFrame => AsciiFrame.MaximumLength;

    public bool ClosesWhenOutOfStep => false;

    public bool Broadcasts => true;

    public OperationStatus TryRead(ReadOnlySpan<byte> received, Span<byte> pdu, out RequestFrame frame, out int consumed)
    {
        Span<byte> bytes = stackalloc byte[AsciiFrame.MaximumBytes];
        var status = AsciiFrame.TryRead(received, bytes, out int length, out consumed);
        frame = default;
        if (status != OperationStatus.Done) return status;

        bytes[1..length].CopyTo(pdu);
        frame = new RequestFrame(0, bytes[0], length - 1);
        return status;
    }

    public int WriteResponse(in RequestFrame frame, ReadOnlySpan<byte> pdu, Span<byte> destination) => AsciiFrame.Write(frame.Unit, pdu, destination);
}
