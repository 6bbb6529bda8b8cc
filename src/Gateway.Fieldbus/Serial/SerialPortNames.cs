namespace Gateway.Fieldbus.Serial;

/// <summary>Finds the serial ports of a machine in /dev and /sys. Opens none of them.</summary>
/// <param name="root">The file system's root; another one for tests.</param>
public sealed class SerialPortNames(string root = "/")
{
    private const int UnknownPortType = 0;
    private static readonly string[] StableFolders = ["dev/envgw", "dev/serial/by-id", "dev/serial/by-path"];
    private static readonly string[] UsualPrefixes = ["ttyS", "ttyUSB", "ttyACM", "ttyAMA"];

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The ports there are now, those with a stable name first, then by name.</summary>
    public IReadOnlyList<SerialPort> List()
    {
        var links = StableFolders.SelectMany(LinksIn).ToLookup(l => l.Target, l => l.Name);
        return
        [
            .. NamesIn("dev", "tty*")
                .Where(IsSerialPort)
                .Select(name => Describe(name, [.. links[Under($"dev/{name}")]]))
                .OrderByDescending(port => port.StableNames.Count > 0)
                .ThenBy(port => port.Device.Length)
                .ThenBy(port => port.Device, StringComparer.Ordinal),
        ];
    }

    private bool IsSerialPort(string name)
    {
        string device = Under($"sys/class/tty/{name}");
        // The kernel keeps names for more board ports than there are; those without hardware have the type "unknown" (linux/serial_core.h).
        if (ReadLine(Path.Combine(device, "type")) is { } type) return type != $"{UnknownPortType}";
        // Virtual consoles and pseudo-terminals have no device behind them. In a container there may be no /sys at all.
        return Directory.Exists(device)
            ? Path.Exists(Path.Combine(device, "device"))
            : char.IsAsciiDigit(name[^1]) && UsualPrefixes.Contains(name.TrimEnd([.. "0123456789"]));
    }

    private SerialPort Describe(string name, IReadOnlyList<string> stableNames)
    {
        // Two steps, because the second link is relative to where the first one leads.
        string? terminal = Resolve(Under($"sys/class/tty/{name}"));
        string? device = terminal is null ? null : Resolve(Path.Combine(terminal, "device"));
        string[] levels = [.. Upwards(device)];
        string? driver = levels.Select(DriverAt).FirstOrDefault(found => found is not null);
        return new($"/dev/{name}", stableNames, driver, levels.Select(UsbAt).FirstOrDefault(found => found is not null));
    }

    /// <summary>The port's device, its parent and so on. A USB port is a child of the adapter's interface, which is a child of the adapter.</summary>
    private IEnumerable<string> Upwards(string? device)
    {
        for (string? at = device; at is not null && at.Length > _root.Length; at = Path.GetDirectoryName(at)) yield return at;
    }

    private static string? DriverAt(string level)
    {
        string? driver = Resolve(Path.Combine(level, "driver"));
        // Since Linux 6.5 board ports have two levels more, whose "drivers" say nothing.
        return driver is null || driver.Contains("/serial-base/", StringComparison.Ordinal) ? null : Path.GetFileName(driver);
    }

    private static UsbIdentity? UsbAt(string level)
    {
        return Read("idVendor") is { } vendor && Read("idProduct") is { } product
            ? new(vendor, product, Read("manufacturer"), Read("product"), Read("serial"))
            : null;

        string? Read(string file) => ReadLine(Path.Combine(level, file));
    }

    private IEnumerable<(string Target, string Name)> LinksIn(string folder) =>
        from name in NamesIn(folder, "*").Order(StringComparer.Ordinal)
        let target = Resolve(Under($"{folder}/{name}"))
        where target is not null
        select (target, $"/{folder}/{name}");

    private IEnumerable<string> NamesIn(string folder, string pattern) =>
        Directory.Exists(Under(folder)) ? Directory.EnumerateFileSystemEntries(Under(folder), pattern).Select(path => Path.GetFileName(path)) : [];

    private string Under(string path) => $"{_root}/{path}";

    /// <summary>Where a path leads after its last link; null when it leads nowhere.</summary>
    private static string? Resolve(string path)
    {
        if (!Path.Exists(path)) return null;
        return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    private static string? ReadLine(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unplugged between looking and reading, or not for this user.
            return null;
        }
    }
}
