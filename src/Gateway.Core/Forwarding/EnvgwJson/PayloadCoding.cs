using System.IO.Compression;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Puts JSON into a message, compressed when that pays. A receiver tells by the first byte: <c>{</c> is JSON, 0x1F gzip (RFC 1952).</summary>
internal static class PayloadCoding
{
    /// <summary>Below this, gzip's own 18 bytes and the loss of legibility are not worth it.</summary>
    public const int ShortestCompressed = 512;

    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="compress">Whether the feed compresses.</param>
    /// <param name="message">Everything but the payload.</param>
    /// <param name="shortest">From so many bytes on.</param>
    public static MqttPublish Encode(ReadOnlySpan<byte> json, bool compress, MqttPublish message, int shortest = ShortestCompressed) =>
        Render(json, compress, shortest).PutInto(message);

    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="compress">Whether the feed compresses.</param>
    /// <param name="shortest">From so many bytes on.</param>
    public static RenderedPayload Render(ReadOnlySpan<byte> json, bool compress, int shortest)
    {
        bool isCompressed = compress && json.Length >= shortest;
        byte[] bytes = isCompressed ? Gzip(json) : json.ToArray();
        return new RenderedPayload(bytes, isCompressed, PayloadSum.Of(bytes));
    }

    public static byte[] Gzip(ReadOnlySpan<byte> json)
    {
        using var compressed = new MemoryStream(json.Length / 2);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(json);
        return compressed.ToArray();
    }
}
