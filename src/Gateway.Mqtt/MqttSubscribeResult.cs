namespace Gateway.Mqtt;

/// <summary>The broker's answer to a subscribe.</summary>
/// <param name="Sent">Whether there was a connection and the broker answered on it.</param>
/// <param name="Reasons">One code a filter, in order: the granted QoS (0, 1, 2) or an error (0x80 and up); empty when not sent.</param>
public sealed record MqttSubscribeResult(bool Sent, IReadOnlyList<MqttReasonCode> Reasons);
