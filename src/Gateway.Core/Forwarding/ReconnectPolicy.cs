using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>How long to wait before the next connection. A broker that may come back is asked more and more seldom, 1 s to 2 min; one that refuses
/// us for a reason that only a person can remove, every 5 min; and nobody fights over a client identifier.</summary>
/// <remarks>
/// A broker that restarts within a second is lost by all its gateways at one instant, and their first pause alone would bring them back within the next
/// second. So the first pause after a connection is spread over <see cref="Spread"/>: of a thousand gateways about a hundred come in any one second. Only who
/// has an alarm to send does not wait for its turn.
/// </remarks>
/// <param name="random">Source of the jitter.</param>
internal sealed class ReconnectPolicy(Random random)
{
    /// <summary>A connection that lived this long was a real one: the next trouble is a new trouble.</summary>
    public static readonly TimeSpan LivedLongEnough = TimeSpan.FromSeconds(30);

    /// <summary>How far apart gateways come back that lost their broker together.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _slow = TimeSpan.FromMinutes(5);

    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), random);

    /// <summary>After an attempt that did not connect.</summary>
    public ReconnectPause AfterAttempt(MqttConnectResult result) =>
        result.Outcome == MqttConnectOutcome.Refused ? After(result.Reason) : Passing();

    /// <summary>After a connection that ended.</summary>
    /// <param name="end">Why it ended.</param>
    /// <param name="lived">Monotonic time from CONNACK to the end.</param>
    public ReconnectPause AfterConnection(MqttConnectionEnd end, TimeSpan lived)
    {
        if (lived >= LivedLongEnough) _backOff.Reset();
        var pause = end.ByBroker ? After(end.Reason) : Passing();
        return pause.Trouble == ReconnectTrouble.Passing ? Spreading(pause) : pause;
    }

    private ReconnectPause Spreading(ReconnectPause pause)
    {
        var turn = TimeSpan.FromSeconds(1) + (Spread * random.NextDouble());
        return turn > pause.Wait ? new ReconnectPause(turn, pause.Trouble) { UrgentWait = pause.Wait } : pause;
    }

    private ReconnectPause After(MqttReasonCode reason) => TroubleOf(reason) switch
    {
        ReconnectTrouble.Passing => Passing(),
        var trouble => new(_slow * (0.8 + (0.4 * random.NextDouble())), trouble),
    };

    private ReconnectPause Passing() => new(_backOff.Next(), ReconnectTrouble.Passing);

    // MQTT 5, sections 3.2.2.2 and 3.14.2.1. A code that is not named here may pass by itself.
    private static ReconnectTrouble TroubleOf(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.SessionTakenOver => ReconnectTrouble.TakenOver,
        MqttReasonCode.UnsupportedProtocolVersion or MqttReasonCode.ClientIdentifierNotValid or MqttReasonCode.BadUserNameOrPassword
            or MqttReasonCode.NotAuthorized or MqttReasonCode.Banned or MqttReasonCode.BadAuthenticationMethod or MqttReasonCode.TopicNameInvalid
            or MqttReasonCode.RetainNotSupported or MqttReasonCode.QoSNotSupported => ReconnectTrouble.NeedsPerson,
        _ => ReconnectTrouble.Passing,
    };
}
