using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Decides which protocol version to try, and when 3.1.1 is worth a try.</summary>
/// <remarks>
/// A broker that names the version as its reason is believed for good. One that only closes may as well be starting up, so that 3.1.1 is
/// tried for the second silence in a row, and 5 comes first again at the next connect.
/// </remarks>
internal sealed class ProtocolChoice(MqttProtocolPreference preference)
{
    private const int SilencesToDoubt = 2;

    private int _silences;
    private bool _version5Refused;

    public ProtocolVersion First =>
        preference == MqttProtocolPreference.Version311Only || _version5Refused ? ProtocolVersion.V311 : ProtocolVersion.V5;

    /// <summary>Whether to try 3.1.1 at once, given what came of an attempt with MQTT 5.</summary>
    public bool FallsBackAfter(ConnectAttempt attempt)
    {
        _silences = attempt.ClosedWithoutAnswer ? _silences + 1 : 0;
        if (preference != MqttProtocolPreference.Version5ThenVersion311) return false;
        bool refused = attempt.Result is { Outcome: MqttConnectOutcome.Refused, Reason: MqttReasonCode.UnsupportedProtocolVersion };
        _version5Refused |= refused;
        return refused || _silences >= SilencesToDoubt;
    }
}
