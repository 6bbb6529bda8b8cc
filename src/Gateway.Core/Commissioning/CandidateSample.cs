namespace Gateway.Core.Commissioning;

/// <summary>One reading of a candidate.</summary>
/// <param name="Registers"><c>40E6 B852</c></param>
/// <param name="Value">The number with its scale.</param>
/// <param name="Shown">What the display showed then; null when the sample was only taken to see whether the value holds still.</param>
internal sealed record CandidateSample(string Registers, double Value, string? Shown = null);
