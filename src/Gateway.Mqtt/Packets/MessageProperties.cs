namespace Gateway.Mqtt.Packets;

/// <summary>The properties that an application message and a will share, from and to <see cref="MqttPublish"/>.</summary>
/// <remarks>MQTT 5, sections 3.3.2.3 and 3.1.3.2.</remarks>
internal static class MessageProperties
{
    public static void Write(PacketBuffer buffer, MqttPublish message)
    {
        if (message.IsUtf8) new Property(PropertyIdentifier.PayloadFormatIndicator, 1).WriteTo(buffer);
        if (message.MessageExpiry is { } expiry) new Property(PropertyIdentifier.MessageExpiryInterval, Seconds(expiry)).WriteTo(buffer);
        if (message.ContentType is { } contentType) Property.Of(PropertyIdentifier.ContentType, contentType).WriteTo(buffer);
        if (message.ResponseTopic is { } responseTopic) Property.Of(PropertyIdentifier.ResponseTopic, responseTopic).WriteTo(buffer);
        if (!message.CorrelationData.IsEmpty)
        {
            buffer.WriteByte((byte)PropertyIdentifier.CorrelationData);
            buffer.WriteBinary(message.CorrelationData.Span);
        }
        foreach (var (name, value) in message.UserProperties) Property.User(name, value).WriteTo(buffer);
    }

    /// <summary>The message with what <paramref name="properties"/> say of it.</summary>
    public static MqttPublish Apply(MqttPublish message, PacketProperties properties) => properties.IsEmpty ? message : message with
    {
        IsUtf8 = properties.Number(PropertyIdentifier.PayloadFormatIndicator) == 1,
        MessageExpiry = properties.Number(PropertyIdentifier.MessageExpiryInterval) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ContentType = properties.Text(PropertyIdentifier.ContentType),
        ResponseTopic = properties.Text(PropertyIdentifier.ResponseTopic),
        CorrelationData = properties.Binary(PropertyIdentifier.CorrelationData),
        UserProperties = properties.UserProperties,
    };

    /// <summary>Whole seconds as four bytes hold them; a part of a second counts as one, since zero would mean something else.</summary>
    public static uint Seconds(TimeSpan span) => (uint)Math.Clamp(Math.Ceiling(span.TotalSeconds), 0, uint.MaxValue);

    /// <summary>Why the message cannot be put into a packet; null when it can.</summary>
    public static string? FaultOf(MqttPublish message)
    {
        if (!MqttTopic.IsName(message.Topic)) return $"'{message.Topic}' is not a topic name";
        if (message.QualityOfService is not (0 or 1)) return "QoS must be 0 or 1";
        if (message.ContentType is { } contentType && !PacketText.IsString(contentType)) return "the content type is not an MQTT string";
        if (message.ResponseTopic is { } responseTopic && !MqttTopic.IsName(responseTopic)) return $"response topic '{responseTopic}' is not a topic name";
        if (message.CorrelationData.Length > PacketText.LongestField) return "the correlation data are longer than 65,535 bytes";
        foreach (var (name, value) in message.UserProperties)
            if (!PacketText.IsString(name) || !PacketText.IsString(value)) return "a user property is not a pair of MQTT strings";
        return null;
    }
}
