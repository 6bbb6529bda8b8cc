namespace Gateway.Core.Site;

/// <summary>How requests and answers are framed on a bus.</summary>
public enum BusFraming
{
    /// <summary>MBAP header: Modbus TCP, and the same over UDP.</summary>
    Mbap,
    Rtu,
    Ascii,

    /// <summary>The frames of a weighing protocol; which one, the profiles of the scales on the bus say.</summary>
    Scale,
}
