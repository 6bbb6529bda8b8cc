using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding;

/// <summary>A message that a feed has put aside because its broker will never take it. It is still in the store.</summary>
/// <param name="Number">Counts the feed's, from 1, since the process started; those that it found put aside come first.</param>
/// <param name="Reason">What the broker said.</param>
public sealed record QuarantinedMessage(string Feed, long Number, Lane Lane, long Seq, string Reason);
