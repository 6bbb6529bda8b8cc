using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Part of the command line that says, in both languages, what it is for.</summary>
internal interface IExplained
{
    Wording Meaning { get; }

    /// <summary>The only words that are taken; empty when any will do.</summary>
    IReadOnlyList<string> Words => [];
}
