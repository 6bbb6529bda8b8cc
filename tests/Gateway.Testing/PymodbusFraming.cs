namespace Gateway.Testing;

/// <summary>How a pymodbus server frames its answers.</summary>
public enum PymodbusFraming
{
    /// <summary>MBAP header (Modbus TCP).</summary>
    Socket,

    Rtu,

    Ascii,
}
