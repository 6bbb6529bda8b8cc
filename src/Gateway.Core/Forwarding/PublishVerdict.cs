namespace Gateway.Core.Forwarding;

/// <summary>What to do with a message after a publish ended.</summary>
internal enum PublishVerdict
{
    /// <summary>The broker has it.</summary>
    Sent,

    /// <summary>The broker took it and says that nobody subscribes (0x10). Sent for the protocol, and shown to people.</summary>
    SentUnheard,

    /// <summary>It never got an answer, through no fault of its own: it goes out again as soon as there is a connection.</summary>
    SendAgain,

    /// <summary>The broker cannot take it now: the lane pauses, then it goes out again.</summary>
    RetryLater,

    /// <summary>We may not publish to this topic: the lane pauses long, and a person is told.</summary>
    Park,

    /// <summary>The broker will never take this one: it is recorded and the lane goes on.</summary>
    Quarantine,

    /// <summary>Broker and client disagree about the session: it is given up and begun anew.</summary>
    ReconnectClean,
}
