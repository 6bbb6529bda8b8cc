using System.Globalization;

namespace Gateway.Hosting;

/// <summary>How many descriptors (files, sockets, pipes) this process has open, and how many it may have.</summary>
/// <remarks>
/// The runtime opens a pipe for each thread that it makes; when it may not, it ends the process ("Out of memory."), which nobody can catch. At its start it takes
/// all that the hard limit allows, so that limit is what there is to look at.
/// </remarks>
internal sealed record FilesStatus(int Open, long Most)
{
    /// <returns>Null when the kernel does not say.</returns>
    public static FilesStatus? Now()
    {
        try
        {
            // proc(5): "Max open files            1024                 524288               files", soft and hard.
            string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (words.Length < 4 || !long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long most)) return null;
            return new FilesStatus(Directory.GetFileSystemEntries("/proc/self/fd").Length, most);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
