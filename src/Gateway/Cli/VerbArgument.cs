using System.CommandLine;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>What a verb is about, explained in both languages.</summary>
internal sealed class VerbArgument<T> : Argument<T>, IExplained
{
    /// <param name="name">In capitals, as help shows it.</param>
    /// <param name="words">The only words that are taken; none when any will do.</param>
    public VerbArgument(string name, Wording meaning, params string[] words) : base(name)
    {
        Description = meaning.English;
        Meaning = meaning;
        Words = words;
        Validators.Add(result => WordCheck.Run(result, words));
    }

    public Wording Meaning { get; }

    public IReadOnlyList<string> Words { get; }
}
