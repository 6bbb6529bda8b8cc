using System.Globalization;

namespace Gateway.Fieldbus.Serial;

/// <summary>Which programs have something open, from proc(5). Another user's programs are seen by root only.</summary>
/// <param name="root">The file system's root; another one for tests.</param>
internal sealed class ProcessFiles(string root)
{
    private readonly string _processes = Path.Combine(root, "proc");

    /// <param name="isMeant">Given what a descriptor is a link to: a path, or <c>socket:[12345]</c>.</param>
    /// <returns>Each program once, without this one.</returns>
    public IReadOnlyList<PortHolder> Holding(Func<string, bool> isMeant)
    {
        if (!Directory.Exists(_processes)) return [];
        List<PortHolder> holders = [];
        foreach (string folder in Directory.EnumerateDirectories(_processes))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId) continue;
            if (HasOpen(Path.Combine(folder, "fd"), isMeant)) holders.Add(new PortHolder(id, NameOf(folder)));
        }
        return holders;
    }

    private static bool HasOpen(string descriptors, Func<string, bool> isMeant)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(descriptors).Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target && isMeant(target));
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
