using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Modbus.Server;

/// <inheritdoc cref="IRequestFraming"/>
internal sealed class MbapRequests : IRequestFraming
{
    public int MaximumFrame => MbapFrame.MaximumLength;

    public bool ClosesWhenOutOfStep => true;

    public bool Broadcasts => false;

    public OperationStatus TryRead(ReadOnlySpan<byte> received, Span<byte> pdu, out RequestFrame frame, out int consumed)
    {
        var status = MbapFrame.TryRead(received, out var header, out var found);
        found.CopyTo(pdu);
        frame = new RequestFrame(header.Transaction, header.Unit, header.PduLength);
        consumed = status == OperationStatus.Done ? header.FrameLength : 0;
        return status;
    }

    public int WriteResponse(in RequestFrame frame, ReadOnlySpan<byte> pdu, Span<byte> destination)
    {
        pdu.CopyTo(destination[MbapFrame.HeaderLength..]);
        return MbapFrame.Complete(frame.Transaction, frame.Unit, pdu.Length, destination);
    }
}
