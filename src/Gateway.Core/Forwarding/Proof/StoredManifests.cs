using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Finds manifests in the diag lane, the newest first.</summary>
internal static class StoredManifests
{
    private const int Step = 256;
    private const int MostBytes = 512 * 1024;

    /// <returns>The first part of each manifest, with when it was sealed: UTC milliseconds.</returns>
    /// <exception cref="StoreException">The store cannot be read now.</exception>
    public static IEnumerable<(Lane Lane, ChainPlace Place, long SealedMs)> NewestFirst(DurableBuffer buffer)
    {
        var extent = buffer.Extent(Lane.Diag);
        for (long end = extent.Next; end > extent.Oldest; end -= Step)
        {
            foreach (var message in ManifestsIn(buffer, Math.Max(extent.Oldest, end - Step), end).Reverse())
            {
                if (ManifestBody.PlaceIn(message.Body) is { } found) yield return (found.Lane, found.Place, message.WallMs);
            }
        }
    }

    private static IEnumerable<StoredMessage> ManifestsIn(DurableBuffer buffer, long from, long end)
    {
        while (from < end)
        {
            var messages = buffer.Read(Lane.Diag, from, Step, MostBytes);
            if (messages.Count == 0) yield break;
            from = messages[^1].Seq + 1;
            foreach (var message in messages)
            {
                if (message.Kind == MessageKind.Manifest && message.Seq < end) yield return message;
            }
        }
    }
}
