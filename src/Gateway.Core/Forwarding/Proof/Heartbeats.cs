namespace Gateway.Core.Forwarding.Proof;

/// <summary>What a heartbeat would say, for whoever asks between two.</summary>
public static class Heartbeats
{
    /// <param name="uptime">Since the process started.</param>
    /// <returns>One JSON object in UTF-8.</returns>
    public static ReadOnlyMemory<byte> Now(ProofSurroundings around, DateTimeOffset now, TimeSpan uptime)
    {
        ArgumentNullException.ThrowIfNull(around);
        return Heartbeat.Body(HeartbeatFacts.Of(around, now, uptime));
    }
}
