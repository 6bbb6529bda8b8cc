namespace Gateway.Mqtt;

/// <summary>What the broker publishes for us when the connection ends without a DISCONNECT (MQTT 5, section 3.1.2.5).</summary>
/// <param name="Message">The message; over 3.1.1 its properties are left out.</param>
/// <param name="Delay">How long the broker waits for us to come back first; whole seconds, MQTT 5 only.</param>
public sealed record MqttWill(MqttPublish Message, TimeSpan Delay = default);
