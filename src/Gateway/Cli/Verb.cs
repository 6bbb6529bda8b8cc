using System.CommandLine;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>A verb, or a thing that has verbs.</summary>
internal sealed class Verb(string name, Wording meaning, params Example[] examples) : Command(name, meaning.English), IExplained
{
    public Wording Meaning => meaning;

    /// <summary>Whether it only shows what comes, for as long as somebody reads it.</summary>
    public bool EndsWithReader { get; set; }

    /// <summary>Whether it writes <c>csv</c> and <c>jsonl</c> itself, reading by reading.</summary>
    public bool WritesRows { get; set; }

    /// <summary>What its help begins with.</summary>
    public IReadOnlyList<Example> Examples => examples;
}
