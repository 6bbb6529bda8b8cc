using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Decides which protocol version to try, and when 3.1.1 is worth a try.</summary>
/// <remarks>
/// A broker that names the version as its reason is believed for good. One that only closes may not know 5 (RabbitMQ 3.10 closes without a word) or may
/// be starting up. One that never spoke 5 to us is therefore tried with 3.1.1 at once, so that a caller of one attempt gets in; one that did, after the
/// second silence in a row. 5 comes first again at the next connect.
/// </remarks>
internal sealed class ProtocolChoice(MqttProtocolPreference preference)
{
    private const int SilencesToDoubt = 1;
    private const int SilencesToDoubtASpeaker = 2;

    private int _silences;
    private bool _version5Refused;
    private bool _version5Spoken;

    public ProtocolVersion First =>
        preference == MqttProtocolPreference.Version311Only || _version5Refused ? ProtocolVersion.V311 : ProtocolVersion.V5;

    /// <summary>Whether to try 3.1.1 at once, given what came of an attempt with MQTT 5.</summary>
    public bool FallsBackAfter(ConnectAttempt attempt)
    {
        _silences = attempt.ClosedWithoutAnswer ? _silences + 1 : 0;
        _version5Spoken |= attempt.Result.Outcome == MqttConnectOutcome.Connected;
        if (preference != MqttProtocolPreference.Version5ThenVersion311) return false;
        bool refused = attempt.Result is { Outcome: MqttConnectOutcome.Refused, Reason: MqttReasonCode.UnsupportedProtocolVersion };
        _version5Refused |= refused;
        return refused || _silences >= (_version5Spoken ? SilencesToDoubtASpeaker : SilencesToDoubt);
    }
}
