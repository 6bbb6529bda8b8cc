using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The bytes of a message as they are sent.</summary>
/// <param name="Bytes">JSON, or JSON in gzip.</param>
/// <param name="IsCompressed">Whether it is gzip.</param>
/// <param name="Sum">What the user property <c>sum</c> says.</param>
internal sealed record RenderedPayload(byte[] Bytes, bool IsCompressed, string Sum)
{
    /// <summary>Readings in it; 0 when it is not a batch.</summary>
    public int Readings { get; init; }

    /// <param name="message">Everything but the payload and what is said of it.</param>
    public MqttPublish PutInto(MqttPublish message)
    {
        KeyValuePair<string, string>[] encoding = IsCompressed ? [new("encoding", "gzip")] : [];
        return message with { Payload = Bytes, IsUtf8 = !IsCompressed, UserProperties = [.. message.UserProperties, .. encoding, new(PayloadSum.Property, Sum)] };
    }
}
