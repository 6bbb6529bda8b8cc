namespace Gateway.Mqtt;

/// <summary>What became of a publish.</summary>
/// <param name="Outcome">Answered by the broker, or why not.</param>
/// <param name="Reason">The broker's reason code when answered (0x00 success, 0x10 no matching subscribers, 0x80 and up an error).</param>
/// <param name="ReasonString">The broker's own words, if any.</param>
public readonly record struct MqttPublishResult(MqttPublishOutcome Outcome, MqttReasonCode Reason, string? ReasonString = null);
