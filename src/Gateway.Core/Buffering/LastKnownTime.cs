namespace Gateway.Core.Buffering;

/// <summary>The last time that the store of a data folder was written, for a box whose clock forgets it while it is off.</summary>
public static class LastKnownTime
{
    /// <returns>By the wall clock of then, ten seconds old at most when the gateway stopped; null when nothing tells.</returns>
    public static DateTimeOffset? In(string dataFolder)
    {
        var files = new StoreFiles(dataFolder);
        try
        {
            return File.Exists(files.Witness) && WitnessFile.Read(files.Witness) is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last.WallMs) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Opening the store says what is wrong with the folder.
            return null;
        }
    }
}
