using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>A kind of thing that is measured, as limit packs and pages know it.</summary>
/// <param name="Name">The word in files.</param>
/// <param name="Units">UCUM codes it is given in, the usual one first; none for states.</param>
public sealed record Quantity(string Name, LocalizedText Label, IReadOnlyList<string> Units);
