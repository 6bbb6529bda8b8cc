using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>A command line that works as it stands, and what it is good for.</summary>
internal sealed record Example(string CommandLine, Wording Meaning);
