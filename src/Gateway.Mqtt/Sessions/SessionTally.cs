namespace Gateway.Mqtt.Sessions;

/// <summary>The counters of a session. Not thread-safe: the session's lock guards it.</summary>
internal sealed class SessionTally
{
    private long _bytesSentBefore;
    private long _bytesReceivedBefore;

    public long Connects { get; set; }

    public long Published { get; set; }

    public long Resent { get; set; }

    public long Acknowledged { get; set; }

    public long Rejected { get; set; }

    public long UnknownAcknowledgements { get; set; }

    public long SessionLosses { get; set; }

    public long Received { get; set; }

    public void Add(MqttConnection ended)
    {
        _bytesSentBefore += ended.BytesSent;
        _bytesReceivedBefore += ended.BytesReceived;
    }

    public MqttSessionCounters ToCounters(MqttConnection? current) => new()
    {
        Connects = Connects,
        Published = Published,
        Resent = Resent,
        Acknowledged = Acknowledged,
        Rejected = Rejected,
        UnknownAcknowledgements = UnknownAcknowledgements,
        SessionLosses = SessionLosses,
        Received = Received,
        BytesSent = _bytesSentBefore + (current?.BytesSent ?? 0),
        BytesReceived = _bytesReceivedBefore + (current?.BytesReceived ?? 0),
    };
}
