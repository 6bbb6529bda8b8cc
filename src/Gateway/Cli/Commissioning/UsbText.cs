using Gateway.Fieldbus.Serial;

namespace Gateway.Cli.Commissioning;

/// <summary>What a port is, in a few words: the chip a technician knows, then what the adapter says of itself.</summary>
internal static class UsbText
{
    private static readonly Dictionary<string, string> _chips = new()
    {
        ["1a86"] = "CH340", ["0403"] = "FTDI", ["10c4"] = "CP210x", ["067b"] = "PL2303", ["04d8"] = "Microchip", ["1a86:55d3"] = "CH343",
    };

    public static string Of(SerialPort port)
    {
        if (port.Usb is not { } usb) return port.Driver is null ? "" : $"{port.Driver}";
        string chip = _chips.GetValueOrDefault($"{usb.VendorId}:{usb.ProductId}") ?? _chips.GetValueOrDefault(usb.VendorId)
            ?? $"USB {usb.VendorId}:{usb.ProductId}";
        return string.Join(", ", new[] { chip, usb.Product, usb.SerialNumber }.OfType<string>());
    }

    /// <summary>The adapter of a port that is named on a command line; empty when it is none of this machine's ports.</summary>
    public static string Of(string path)
    {
        string full = Path.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path) : path;
        return new SerialPortNames().List().FirstOrDefault(port => port.Device == full) is { } port ? Of(port) : "";
    }
}
