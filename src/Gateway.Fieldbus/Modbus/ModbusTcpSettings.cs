namespace Gateway.Fieldbus.Modbus;

/// <summary>How a client with MBAP framing (Modbus TCP and UDP) behaves.</summary>
public sealed record ModbusTcpSettings
{
    /// <summary>Requests that may be unanswered at once, 1 to 64. Many servers, and most gateways to a serial line, take only 1.</summary>
    public int MaximumInFlight { get; init; } = 1;
}
