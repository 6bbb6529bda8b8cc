namespace Gateway.Fieldbus.Modbus.Pdu;

/// <summary>What a response PDU is to a request: the answer, a refusal, or somebody else's.</summary>
internal readonly record struct PduVerdict(ModbusOutcome Outcome, ModbusExceptionCode Exception, string? Detail)
{
    public static PduVerdict Ok => new(ModbusOutcome.Ok, ModbusExceptionCode.None, null);

    public static PduVerdict Mismatch(string detail) => new(ModbusOutcome.Mismatch, ModbusExceptionCode.None, detail);
}
