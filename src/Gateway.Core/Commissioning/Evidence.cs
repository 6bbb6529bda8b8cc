using Gateway.Core.Documents;

namespace Gateway.Core.Commissioning;

/// <summary>Something that speaks for or against a candidate.</summary>
/// <param name="Doubt">What it adds to the candidate's doubt; 0 speaks for it.</param>
internal sealed record Evidence(double Doubt, Wording Said);
