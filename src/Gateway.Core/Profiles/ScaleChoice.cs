namespace Gateway.Core.Profiles;

/// <summary>A register whose number says what another number means: its unit, its resolution, the range that an input is set to.</summary>
/// <param name="Reference">The register with the code.</param>
/// <param name="ByCode">From the number, after the point's own scale and offset, to the value in the point's unit: value = number * Scale + Offset.
/// A code that is not listed leaves the number without meaning: it reads Bad, unexplained.</param>
public sealed record ScaleChoice(RegisterReference Reference, IReadOnlyDictionary<long, (DecimalFactor Scale, double Offset)> ByCode);
