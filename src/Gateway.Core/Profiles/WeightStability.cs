namespace Gateway.Core.Profiles;

/// <summary>When a weight is stable that comes without a word about it.</summary>
/// <param name="Within">How far it may move, in the unit in which the scale sends it.</param>
/// <param name="For">For how long.</param>
public sealed record WeightStability(decimal Within, TimeSpan For);
