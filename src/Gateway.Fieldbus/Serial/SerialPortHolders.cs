using System.Globalization;

namespace Gateway.Fieldbus.Serial;

/// <summary>Finds out which programs have a port open, from /proc. Another user's programs are seen by root only.</summary>
/// <param name="root">The file system's root; another one for tests.</param>
public sealed class SerialPortHolders(string root = "/")
{
    private readonly string _processes = Path.Combine(root, "proc");

    /// <param name="device">The kernel's name, <c>/dev/ttyUSB0</c>, or a link to it: descriptors show the kernel's.</param>
    /// <returns>Each program once, without this one.</returns>
    public IReadOnlyList<PortHolder> Of(string device)
    {
        if (!Directory.Exists(_processes)) return [];
        if (File.Exists(device)) device = File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        List<PortHolder> holders = [];
        foreach (string folder in Directory.EnumerateDirectories(_processes))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId) continue;
            if (HasOpen(Path.Combine(folder, "fd"), device)) holders.Add(new PortHolder(id, NameOf(folder)));
        }
        return holders;
    }

    private static bool HasOpen(string descriptors, string device)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(descriptors).Any(descriptor => new FileInfo(descriptor).LinkTarget == device);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            // Another user's program, or one that has just ended.
            return false;
        }
    }

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).Trim();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}
