namespace Gateway.Core.Buffering;

/// <summary>A sealed message as it lies in the store.</summary>
/// <param name="Epoch">The store's incarnation when it was sealed (8 characters of base32).</param>
/// <param name="Boot">The process start, counted from 1, that sealed it.</param>
public sealed record StoredMessage(
    Lane Lane, long Seq, string Epoch, int Boot, MessageKind Kind, long WallMs, long MonotonicMs, ClockState Clock, int Count, int Layout,
    ReadOnlyMemory<byte> Body);
