using Gateway.Core.Forwarding.Proof;

namespace Gateway.Hosting;

/// <summary>Asks the disk that holds the store how much room it has.</summary>
internal static class StoreDisk
{
    /// <param name="folder">The data folder.</param>
    /// <returns>Null when the disk does not tell.</returns>
    public static DiskRoom? Room(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new DiskRoom(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception silent) when (silent is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
