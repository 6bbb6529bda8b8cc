using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>Part of a status word's meaning: when it matches, readings it applies to have at best this quality.</summary>
/// <param name="Mask">Bits that are looked at.</param>
/// <param name="Equal">The masked word must equal this. A bit that means trouble when 1: mask and value are that bit; when 0: value 0.</param>
/// <param name="Quality">What the readings then are.</param>
/// <param name="Name">The device manual's words for it, for people; may be empty.</param>
public sealed record QualityRule(ulong Mask, ulong Equal, Quality Quality, string Name);
