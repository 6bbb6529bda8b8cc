namespace Gateway.Core.Buffering;

/// <summary>A message being sealed: it gets its sequence number and its bytes in the transaction that stores it, and neither changes again.</summary>
/// <param name="Seq">One more than the lane's last.</param>
/// <param name="WallMs">Wall time of sealing: UTC, milliseconds since 1970.</param>
/// <param name="MonotonicMs">Milliseconds of monotonic time since the process started, so that times can be mended when the clock was wrong.</param>
/// <param name="Count">Readings in the body; 1 for an event.</param>
/// <param name="Layout">Number of the layout that gives meaning to the body's point numbers; 0 for kinds that need none.</param>
public sealed record NewMessage(
    Lane Lane, long Seq, MessageKind Kind, long WallMs, long MonotonicMs, ClockState Clock, int Count, int Layout, ReadOnlyMemory<byte> Body);
