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
    public static MqttPublish Encode(ReadOnlySpan<byte> json, bool compress, MqttPublish message, int shortest = ShortestCompressed)
    {
        if (!compress || json.Length < shortest) return PayloadSum.Add(message with { Payload = json.ToArray(), IsUtf8 = true });
        return PayloadSum.Add(message with { Payload = Gzip(json), UserProperties = [.. message.UserProperties, new("encoding", "gzip")] });
    }

    public static byte[] Gzip(ReadOnlySpan<byte> json)
    {
        using var compressed = new MemoryStream(json.Length / 2);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(json);
        return compressed.ToArray();
    }
}
