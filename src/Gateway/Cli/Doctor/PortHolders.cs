using System.Globalization;

namespace Gateway.Cli.Doctor;

/// <summary>Which programs run here and which of them have a file open, from proc(5). Of other people's programs only root sees the files.</summary>
internal static class PortHolders
{
    /// <returns>Process and name of each program that has the file open.</returns>
    public static IReadOnlyList<(int Process, string Name)> Of(string device) =>
        [.. Processes().Where(process => FilesOf(process).Contains(device)).Select(process => (process, NameOf(process) ?? "?"))];

    public static bool IsRunning(string name) => Processes().Any(process => NameOf(process) == name);

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0)
        .Where(process => process > 0);

    private static string? NameOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").TrimEnd('\n');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static HashSet<string> FilesOf(int process)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(entry => new FileInfo(entry).LinkTarget).OfType<string>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
