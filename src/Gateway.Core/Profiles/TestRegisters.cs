namespace Gateway.Core.Profiles;

/// <summary>Consecutive registers and what they hold; for bits each word is 0 or 1.</summary>
public sealed record TestRegisters(RegisterRange Range, IReadOnlyList<ushort> Words);
