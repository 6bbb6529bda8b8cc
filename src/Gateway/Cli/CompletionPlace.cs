using System.CommandLine;
using System.CommandLine.Help;

namespace Gateway.Cli;

/// <summary>A place in the command tree, and what may stand behind it.</summary>
/// <param name="Path">The words that lead there: <c>envgw alarm list</c>.</param>
/// <param name="Words">What may be typed next, with its meaning: verbs, options, words of an argument.</param>
/// <param name="Values">What may stand behind an option that takes a value; no words for a file or anything else.</param>
internal sealed record CompletionPlace(
    string Path, IReadOnlyList<(string Word, string Meaning)> Words, IReadOnlyList<(string Option, IReadOnlyList<string> Words)> Values)
{
    /// <summary>Every place of the tree, the root first.</summary>
    public static IReadOnlyList<CompletionPlace> Of(Command command, string language) =>
        [OfOne(command, language), .. command.Subcommands.Where(verb => !verb.Hidden).SelectMany(verb => Of(verb, language))];

    private static CompletionPlace OfOne(Command command, string language)
    {
        var options = OptionsOf(command).ToList();
        return new CompletionPlace(
            HelpPage.PathOf(command),
            [
                .. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => (verb.Name, MeaningOf(verb, language))),
                .. command.Arguments.OfType<IExplained>().SelectMany(argument => argument.Words.Select(word => (word, ""))),
                .. options.SelectMany(option => NamesOf(option).Select(name => (name, MeaningOf(option, language)))),
            ],
            [
                .. options
                    .Where(option => option is not HelpOption and not VersionOption && option.Arity.MaximumNumberOfValues > 0
                        && option.ValueType != typeof(bool))
                    .SelectMany(option => NamesOf(option).Select(name => (name, (option as IExplained)?.Words ?? []))),
            ]);
    }

    private static IEnumerable<string> NamesOf(Option option) => [option.Name, .. option.Aliases.Where(alias => alias.StartsWith('-') && alias != "-?")];

    private static IEnumerable<Option> OptionsOf(Command command)
    {
        var own = command.Options.Where(option => !option.Hidden);
        for (var above = command.Parents.OfType<Command>().FirstOrDefault(); above is not null; above = above.Parents.OfType<Command>().FirstOrDefault())
            own = own.Concat(above.Options.Where(option => option.Recursive && !option.Hidden));
        return own.DistinctBy(option => option.Name);
    }

    private static string MeaningOf(Symbol symbol, string language) => symbol is IExplained explained ? explained.Meaning.In(language) : "";
}
