using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Serial;

/// <summary>Something the settings ask that the port did not take. The port is open all the same; a pseudo-terminal, for one, knows no parity.</summary>
public sealed record SerialWarning(TransportFault Fault, string Message);
