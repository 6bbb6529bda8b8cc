namespace Gateway.Core.Buffering;

/// <summary>A message that a feed has put aside because its broker takes it never. It stays in its lane; the feed's bookmark passes it.</summary>
/// <param name="Reason">What the broker said, with its reason code; or that the message is too large for it.</param>
/// <param name="AtMs">When it was put aside: UTC, milliseconds since 1970.</param>
public sealed record RefusedMessage(string Feed, Lane Lane, long Seq, MessageKind Kind, string Reason, long AtMs);
