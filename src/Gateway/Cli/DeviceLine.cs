namespace Gateway.Cli;

/// <summary>A device of the site file.</summary>
internal sealed record DeviceLine(string Name, string Label, string Bus, string Place, int Unit, string Profile, string Version, int Points);
