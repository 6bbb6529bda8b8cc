using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Planning;

/// <summary>One read request.</summary>
/// <param name="Range">What is asked for.</param>
/// <param name="Values">The values it was laid out for, in order: at least one.</param>
/// <param name="IsExact">It must be asked exactly so and cannot be cut.</param>
internal sealed record ReadBlock(RegisterRange Range, IReadOnlyList<RegisterRange> Values, bool IsExact = false);
