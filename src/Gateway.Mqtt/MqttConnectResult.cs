namespace Gateway.Mqtt;

/// <summary>What came of an attempt to connect.</summary>
/// <param name="Outcome">Connected, refused by the broker, or failed before it could say anything.</param>
/// <param name="Reason">The broker's reason code; 3.1.1 return codes are mapped to their MQTT 5 meaning.</param>
/// <param name="SessionPresent">The broker still has the session: what was in flight has been sent again.</param>
/// <param name="Limits">What the broker allows; its defaults when not connected.</param>
/// <param name="Detail">For a person: the host, the certificate's fault, the socket's error; null when connected.</param>
public sealed record MqttConnectResult(MqttConnectOutcome Outcome, MqttReasonCode Reason, bool SessionPresent, MqttLimits Limits, string? Detail);
