namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>What a server must remember of a request's frame to answer it.</summary>
/// <param name="Transaction">Transaction identifier; 0 where the framing has none.</param>
/// <param name="Unit">Unit identifier.</param>
/// <param name="PduLength">Bytes of PDU.</param>
internal readonly record struct RequestFrame(ushort Transaction, byte Unit, int PduLength);
