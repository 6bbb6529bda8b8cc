namespace Gateway.Fieldbus.Serial;

/// <summary>A serial port of this machine as the kernel describes it. What is unknown is null.</summary>
/// <param name="Device">The kernel's name, <c>/dev/ttyUSB0</c>; it depends on the order of plugging in.</param>
/// <param name="StableNames">Links that find the same port again: ours first, then by the adapter's identity, then by where it is plugged in.</param>
/// <param name="Driver">The kernel's driver, <c>ftdi_sio</c>.</param>
/// <param name="Usb">What the USB adapter says of itself; null for a port of the board.</param>
public sealed record SerialPort(string Device, IReadOnlyList<string> StableNames, string? Driver, UsbIdentity? Usb)
{
    /// <summary>The name to write into a configuration.</summary>
    public string PreferredName => StableNames.Count > 0 ? StableNames[0] : Device;
}
