namespace Gateway.Core.Receiving;

/// <summary>What a message was to what there is already.</summary>
internal enum Arrival
{
    New,

    /// <summary>New, and later than one with a greater sequence, although nobody asked for it and it is no backlog.</summary>
    Reordered,

    /// <summary>The same once more.</summary>
    Repeat,

    /// <summary>The same identity with other content: the gateway runs on a copy of its data folder that was put back, or twice.</summary>
    Conflict,
}
