namespace Gateway.Cli;

/// <summary>All profiles, as JSON.</summary>
internal sealed record ProfileListReport(string Schema, IReadOnlyList<ProfileLine> Profiles);
