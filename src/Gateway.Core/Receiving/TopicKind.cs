namespace Gateway.Core.Receiving;

internal enum TopicKind
{
    Status,

    Birth,

    /// <summary>A message with gateway, epoch, lane and sequence.</summary>
    Sealed,

    Descriptor,

    /// <summary>A part of a descriptor that is too long for one message: no JSON by itself.</summary>
    DescriptorPiece,

    /// <summary>An answer to somebody's command.</summary>
    Answer,
}
