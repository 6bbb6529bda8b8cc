using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Modbus.Server;

/// <inheritdoc cref="IRequestFraming"/>
internal sealed class RtuRequests : IRequestFraming
{
    public int MaximumFrame => RtuFrame.MaximumLength;

    public bool ClosesWhenOutOfStep => false;

    public bool Broadcasts => true;

    public OperationStatus TryRead(ReadOnlySpan<byte> received, Span<byte> pdu, out RequestFrame frame, out int consumed)
    {
        var status = RtuFrame.TryReadRequest(received, out byte unit, out var found);
        found.CopyTo(pdu);
        frame = new RequestFrame(0, unit, found.Length);
        consumed = status switch
        {
            OperationStatus.Done => 1 + found.Length + RtuFrame.CrcLength,
            OperationStatus.InvalidData => 1,
            _ => 0,
        };
        return status;
    }

    public int WriteResponse(in RequestFrame frame, ReadOnlySpan<byte> pdu, Span<byte> destination) => RtuFrame.Write(frame.Unit, pdu, destination);
}
