namespace Gateway.Fieldbus.Modbus;

/// <summary>How PDUs are framed on the way.</summary>
public enum ModbusFraming
{
    /// <summary>The MBAP header of Modbus TCP (Messaging on TCP/IP V1.0b, 3.1.3).</summary>
    Mbap,

    /// <summary>RTU (Serial Line V1.02, 2.5.1), also inside TCP.</summary>
    Rtu,

    /// <summary>ASCII (Serial Line V1.02, 2.5.2), also inside TCP.</summary>
    Ascii,
}
