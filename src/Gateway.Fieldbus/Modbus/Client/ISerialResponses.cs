namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>Finds the answer among the bytes that came over a line, which may be noise, an echo, or another's frame: RTU or ASCII.</summary>
internal interface ISerialResponses
{
    /// <summary>No frame is longer.</summary>
    int MaximumFrame { get; }

    /// <summary>Writes the frame of a request.</summary>
    /// <returns>Its length.</returns>
    int WriteRequest(byte unit, ReadOnlySpan<byte> pdu, Span<byte> frame);

    /// <summary>Looks for an intact frame from this unit that has the function code and the length of the answer, wherever it begins.</summary>
    /// <param name="received">All that came since the request.</param>
    /// <param name="unit">Who was asked.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="pdu">Receives the answer's PDU.</param>
    SearchResult Find(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request, Span<byte> pdu);

    /// <summary>Says what these bytes are in which <see cref="Find"/> found no answer: Incomplete, CheckSumError or Mismatch.</summary>
    ModbusOutcome Diagnose(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request);
}
