using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Decides whether a connection is to discard what the broker holds of our session.</summary>
/// <remarks>
/// The first one does when the options say so. A later one does when the broker has taken CONNECT for minutes without ever answering: some have lost what
/// a session needs (RabbitMQ 3.10, killed while it made a queue, or told to make queues of another kind from now on) and would never answer again. What
/// is in flight then goes out again from the caller's bookmark; commands that wait at the broker are lost with the session.
/// </remarks>
internal sealed class CleanStart(MqttSessionOptions options)
{
    /// <summary>With a feed's pauses some minutes: a broker that is only starting, behind a proxy that already listens, does not cost us the session.</summary>
    public const int SilencesToForget = 8;

    private int _silences;

    /// <summary>Whether the next connection is to begin anew.</summary>
    public bool IsDue { get; private set; } = options.CleanStartFirst;

    /// <summary>3.1.1 cannot begin clean and be kept: there the session is discarded by a connection that is closed at once [MQTT-3.1.2-6].</summary>
    public bool NeedsOwnConnection(ProtocolVersion version) => IsDue && version == ProtocolVersion.V311 && options.SessionExpiry > TimeSpan.Zero;

    /// <summary>The broker has discarded what it held.</summary>
    public void Done() => IsDue = false;

    /// <summary>Notes what came of a connect in the end.</summary>
    public void Note(ConnectAttempt attempt)
    {
        if (attempt.Opened is not null) Done();
        _silences = attempt.IsSilent ? _silences + 1 : 0;
        if (_silences < SilencesToForget) return;
        IsDue = true;
        _silences = 0;
    }
}
