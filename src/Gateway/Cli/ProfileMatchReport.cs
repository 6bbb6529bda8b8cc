namespace Gateway.Cli;

/// <summary>Which profiles fit a device, as JSON.</summary>
/// <param name="Compared">Profiles that have identity checks.</param>
/// <param name="WithoutChecks">Profiles that cannot be told apart so.</param>
internal sealed record ProfileMatchReport(string Schema, string Bus, int Unit, int Compared, int WithoutChecks, IReadOnlyList<ProfileMatchLine> Matches);
