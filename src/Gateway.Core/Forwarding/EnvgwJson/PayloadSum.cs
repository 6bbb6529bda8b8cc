using System.Globalization;
using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The user property <c>sum</c>: CRC-32C of a payload as it is sent, in eight hex digits, by which each message proves itself on arrival (MQTT
/// 5).</summary>
/// <remarks>
/// Against bits that flip on a way without TLS, where gzip's own check does not reach: below 512 bytes. 16 bytes a message, and next to no time. It is no
/// proof against
/// somebody who alters messages on purpose: that is the manifest's chain.
/// </remarks>
internal static class PayloadSum
{
    public const string Property = "sum";

    /// <summary>The message with its sum; one that it carries already is replaced.</summary>
    public static MqttPublish Add(MqttPublish message) =>
        message with { UserProperties = [.. message.UserProperties.Where(property => property.Key != Property), new(Property, Of(message.Payload.Span))] };

    /// <summary>Whether the payload is what was sent, as far as the message can tell: one without a sum says nothing.</summary>
    public static bool IsRight(MqttPublish message)
    {
        foreach (var (name, value) in message.UserProperties)
        {
            if (name == Property && value != Of(message.Payload.Span)) return false;
        }
        return true;
    }

    public static string Of(ReadOnlySpan<byte> payload) => Crc32C.Of(payload).ToString("x8", CultureInfo.InvariantCulture);
}
