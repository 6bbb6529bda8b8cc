namespace Gateway.Fieldbus.Scales;

/// <summary>What a <see cref="StabilityRule"/> has seen so far.</summary>
/// <param name="HasWeight">Whether there was a weight since the last beginning.</param>
/// <param name="Lowest">The least weight since then.</param>
/// <param name="Highest">The greatest weight since then.</param>
/// <param name="Factor">What weights were multiplied by to be compared: another unit begins anew.</param>
/// <param name="Since">When it began.</param>
/// <param name="LastAt">When the last weight came.</param>
/// <param name="IsStable">The rule's verdict on the last weight.</param>
public readonly record struct StabilityWatch(
    bool HasWeight, decimal Lowest, decimal Highest, decimal Factor, TimeSpan Since, TimeSpan LastAt, bool IsStable);
