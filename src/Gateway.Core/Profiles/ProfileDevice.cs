namespace Gateway.Core.Profiles;

/// <summary>What a profile makes of one device: its own points and those of the slots in use, with the status words that judge them.</summary>
public sealed record ProfileDevice(IReadOnlyList<ProfilePoint> Points, IReadOnlyList<StatusWord> StatusWords);
