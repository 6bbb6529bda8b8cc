using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>All that decides about the bytes of a payload beside the message itself: feeds with equal settings send the same bytes.</summary>
/// <param name="Selection">Which readings are written.</param>
/// <param name="Compress">Whether payloads are compressed.</param>
/// <param name="ShortestCompressed">From so many bytes on.</param>
internal sealed record PayloadSettings(ReadingSelection Selection, bool Compress, int ShortestCompressed)
{
    // 3.1.1 has no properties, and so no sum: there gzip's own check is worth its bytes in short messages too.
    public static PayloadSettings Of(FeedModel feed) =>
        new(feed.Readings, feed.Compress, feed.ProtocolVersion is null or 5 ? PayloadCoding.ShortestCompressed : 0);
}
