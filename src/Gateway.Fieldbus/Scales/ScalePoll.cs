namespace Gateway.Fieldbus.Scales;

/// <summary>A command as a scale understands it.</summary>
/// <param name="Command">The protocol's word.</param>
/// <param name="Address">Who is asked; null when nobody is named.</param>
/// <param name="Bytes">What it looks like on the line.</param>
internal sealed record ScalePoll(string Command, int? Address, ReadOnlyMemory<byte> Bytes);
