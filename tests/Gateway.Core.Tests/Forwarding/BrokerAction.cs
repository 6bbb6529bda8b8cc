namespace Gateway.Core.Tests.Forwarding;

internal enum BrokerAction
{
    /// <summary>PUBACK with the reason; below 0x80 the message counts as received.</summary>
    Answer,

    /// <summary>Received, but the PUBACK comes only when the test says so.</summary>
    Hold,

    /// <summary>The connection ends before the broker has it.</summary>
    DropBefore,

    /// <summary>The broker has it, and the connection ends before the PUBACK.</summary>
    DropAfter,

    /// <summary>The session does not send it: larger than the broker's maximum packet size.</summary>
    TooLarge,
}
