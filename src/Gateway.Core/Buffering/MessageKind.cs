namespace Gateway.Core.Buffering;

/// <summary>What a sealed message's body is. The numbers are stored; never reuse one.</summary>
public enum MessageKind : byte
{
    /// <summary>A batch of readings in the binary form of <c>ReadingsBody</c>.</summary>
    Readings = 1,

    /// <summary>An alarm transition; the body is its JSON object as feeds send it. So it is for all kinds that follow.</summary>
    Alarm = 2,
    Correction = 3,
    Clock = 4,
    Configuration = 5,
    Operator = 6,
    Heartbeat = 7,
    Manifest = 8,

    /// <summary>Something happened to what is stored: damage, a drop, a disk that takes nothing.</summary>
    Store = 9,

    /// <summary>Something is odd about a platform: its receipts do not fit what was sent, or do not come.</summary>
    Platform = 10,
}
