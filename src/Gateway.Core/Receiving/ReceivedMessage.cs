namespace Gateway.Core.Receiving;

/// <summary>A message that was not here before.</summary>
/// <param name="Root">The topic root of the feed that brought it.</param>
/// <param name="Json">Its JSON, before compression, byte for byte.</param>
internal sealed record ReceivedMessage(string Root, SealedMessage Message, byte[] Json);
