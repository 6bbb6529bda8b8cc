namespace Gateway.Core.Buffering;

/// <summary>The last time that the store of a data folder was written, for a box whose clock forgets it while it is off.</summary>
public static class LastKnownTime
{
    /// <returns>By the wall clock of then, ten seconds old at most when the gateway stopped; null when nothing tells.</returns>
    public static DateTimeOffset? In(string dataFolder) =>
        WitnessFile.TryRead(new StoreFiles(dataFolder).Witness) is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last.WallMs) : null;
}
