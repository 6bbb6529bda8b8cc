namespace Gateway.Cli;

/// <summary>All tests that were run, as JSON.</summary>
internal sealed record ProfileTestReport(string Schema, IReadOnlyList<ProfileTestLine> Tests);
