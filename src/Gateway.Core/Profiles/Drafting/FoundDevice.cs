namespace Gateway.Core.Profiles.Drafting;

/// <summary>What was found out about a device.</summary>
/// <param name="Unit">Its unit identifier; null when it does not matter.</param>
/// <param name="Serial">Line settings as one word; null on a network.</param>
public sealed record FoundDevice(byte? Unit, string? Serial, IReadOnlyList<FoundValue> Values);
