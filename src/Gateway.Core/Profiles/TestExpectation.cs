using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>What a point must read in a test.</summary>
/// <param name="Number">The number or, for true and false, 1 or 0; null when none is expected.</param>
/// <param name="Text">The text; null when none is expected.</param>
/// <param name="Span">Where the file says so.</param>
public sealed record TestExpectation(string Point, double? Number, string? Text, Quality Quality, TextSpan Span);
