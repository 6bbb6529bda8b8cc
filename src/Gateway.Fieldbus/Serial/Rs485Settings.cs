namespace Gateway.Fieldbus.Serial;

/// <summary>Lets the kernel's driver turn a half-duplex RS-485 transceiver around with the RTS line (Linux, serial-rs485).</summary>
/// <remarks>For ports of the board that need it. USB adapters turn around by themselves, and their drivers do not know this mode.</remarks>
public sealed record Rs485Settings
{
    /// <summary>RTS is high while sending and low otherwise; false for transceivers wired the other way round.</summary>
    public bool RtsHighWhileSending { get; init; } = true;

    /// <summary>From raising RTS to the first bit; whole milliseconds, at most 100.</summary>
    public TimeSpan DelayBeforeSend { get; init; }

    /// <summary>From the last bit to dropping RTS; whole milliseconds, at most 100.</summary>
    public TimeSpan DelayAfterSend { get; init; }

    /// <summary>The receiver stays on while sending, so that what is sent is also read back.</summary>
    public bool ReceiveWhileSending { get; init; }
}
