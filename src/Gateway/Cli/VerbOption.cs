using System.CommandLine;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>An option, explained in both languages.</summary>
internal sealed class VerbOption<T> : Option<T>, IExplained
{
    /// <param name="value">What stands for the value in help; null for an option without one.</param>
    /// <param name="words">The only words that are taken; none when any will do.</param>
    public VerbOption(string name, Wording meaning, string? value = null, params string[] words) : base(name)
    {
        Description = meaning.English;
        HelpName = value;
        Meaning = meaning;
        Words = words;
        Validators.Add(result => WordCheck.Run(result, words));
    }

    public Wording Meaning { get; }

    public IReadOnlyList<string> Words { get; }
}
