namespace Gateway.Mqtt;

/// <summary>A topic filter to subscribe to.</summary>
/// <param name="TopicFilter">May hold wildcards.</param>
/// <param name="QualityOfService">The highest QoS at which messages are wanted, 0 or 1.</param>
/// <param name="SkipRetained">MQTT 5 retain handling 2: retained messages are not sent at subscription.</param>
public sealed record MqttSubscription(string TopicFilter, int QualityOfService = 1, bool SkipRetained = false);
