namespace Gateway.Cli;

/// <summary>The profile that was written, as JSON.</summary>
internal sealed record ProfileNewReport(string Schema, string Profile, string Path);
