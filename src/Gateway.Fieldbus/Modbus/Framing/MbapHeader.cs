namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>What the MBAP header says (Messaging on TCP/IP V1.0b, 3.1.3).</summary>
/// <param name="Transaction">Transaction identifier; the server copies it from the request.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="PduLength">Bytes of PDU that follow, 1 to 253.</param>
internal readonly record struct MbapHeader(ushort Transaction, byte Unit, int PduLength)
{
    public int FrameLength => MbapFrame.HeaderLength + PduLength;
}
