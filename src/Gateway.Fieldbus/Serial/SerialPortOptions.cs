namespace Gateway.Fieldbus.Serial;

/// <summary>How a serial port is to be opened.</summary>
/// <param name="Settings">How characters look on the line.</param>
public sealed record SerialPortOptions(SerialSettings Settings)
{
    /// <summary>Asks the driver to hand over received bytes at once; an FTDI adapter else collects them for 16 ms. Others are left as they are.</summary>
    public bool LowLatency { get; init; } = true;

    /// <summary>Null leaves the driver's RS-485 mode as it is.</summary>
    public Rs485Settings? Rs485 { get; init; }
}
