namespace Gateway.Mqtt.Sessions;

/// <summary>What came of one CONNECT.</summary>
/// <param name="Result">For the caller.</param>
/// <param name="Opened">The connection, when the broker accepted.</param>
/// <param name="ClosedWithoutAnswer">The broker took CONNECT and closed: what brokers without MQTT 5 may do (MQTT 5, section 3.1.2.2).</param>
/// <param name="IsSilent">The broker took CONNECT and closed, or kept the connection and said nothing in time.</param>
internal sealed record ConnectAttempt(MqttConnectResult Result, OpenedConnection? Opened = null, bool ClosedWithoutAnswer = false, bool IsSilent = false)
{
    public static ConnectAttempt Failed(MqttConnectOutcome outcome, MqttReasonCode reason, string detail) =>
        new(new MqttConnectResult(outcome, reason, false, MqttLimits.Unstated, detail));
}
