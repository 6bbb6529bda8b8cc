using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus;

/// <summary>What became of a request.</summary>
/// <param name="Outcome">Ok, or why there is no data.</param>
/// <param name="Length">Bytes written to the caller's memory; 0 unless Ok.</param>
/// <param name="Exception">The server's exception code when the outcome is <see cref="ModbusOutcome.Exception"/>.</param>
/// <param name="ReceivedAt">UTC wall time when the last byte of the answer had arrived, or when the client gave up.</param>
/// <param name="Elapsed">From the first byte sent to that moment, on the monotonic clock.</param>
/// <param name="Detail">For a person: what was wrong with the answer or the connection; null when Ok.</param>
public readonly record struct ModbusAnswer(
    ModbusOutcome Outcome,
    int Length,
    ModbusExceptionCode Exception,
    DateTimeOffset ReceivedAt,
    TimeSpan Elapsed,
    string? Detail)
{
    /// <summary>For <see cref="ModbusOutcome.NoConnection"/>, the class of the trouble, where the transport told one; else null.</summary>
    public TransportFault? Fault { get; init; }

    public bool IsOk => Outcome == ModbusOutcome.Ok;
}
