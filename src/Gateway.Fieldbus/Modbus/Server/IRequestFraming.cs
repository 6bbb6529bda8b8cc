using System.Buffers;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>How a server takes requests out of what it receives, and frames its answers.</summary>
internal interface IRequestFraming
{
    /// <summary>No frame is longer.</summary>
    int MaximumFrame { get; }

    /// <summary>Whether a stream out of step can only be closed; otherwise the next frame is searched for.</summary>
    bool ClosesWhenOutOfStep { get; }

    /// <summary>Whether unit 0 is everybody, and nobody answers for it (Serial Line V1.02, 2.1).</summary>
    bool Broadcasts { get; }

    /// <param name="received">What has arrived.</param>
    /// <param name="pdu">Receives the request's PDU.</param>
    /// <param name="frame">What the answer needs when Done.</param>
    /// <param name="consumed">Bytes that need not be looked at again, whatever is returned.</param>
    /// <returns>NeedMoreData: read more, call again. InvalidData: no frame here; call again for what follows.</returns>
    OperationStatus TryRead(ReadOnlySpan<byte> received, Span<byte> pdu, out RequestFrame frame, out int consumed);

    /// <returns>Length of the frame.</returns>
    int WriteResponse(in RequestFrame frame, ReadOnlySpan<byte> pdu, Span<byte> destination);
}
