namespace Gateway.Cli;

/// <summary>What became of the files, as JSON.</summary>
/// <param name="Changed">Files that were not, or are not yet, written the usual way.</param>
internal sealed record ProfileFormatReport(string Schema, int Files, IReadOnlyList<string> Changed);
