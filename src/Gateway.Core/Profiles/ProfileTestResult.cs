using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>What became of one test of a profile.</summary>
/// <param name="Variant">The variant it was run for; null when the profile has none.</param>
/// <param name="Number">Place in the file, from 1, within the variant.</param>
/// <param name="Values">How many values it expects.</param>
/// <param name="Failures">What did not come out; empty when it passed.</param>
public sealed record ProfileTestResult(string? Variant, int Number, string Name, int Values, IReadOnlyList<Problem> Failures)
{
    public bool HasPassed => Failures.Count == 0;
}
