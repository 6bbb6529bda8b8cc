using System.CommandLine;
using System.CommandLine.Parsing;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>What is wrong with a command line: the one mistake that explains the others, and the word that was probably meant.</summary>
/// <param name="Nearest">Null when nothing is near.</param>
/// <param name="Next">The command whose help shows how it goes.</param>
internal sealed record UsageError(Wording Message, string? Nearest, string Next)
{
    /// <param name="parsed">Has at least one error.</param>
    public static UsageError In(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string next = $"{HelpPage.PathOf(command)} --help";
        // A word that nobody knows makes others seem missing, so it goes first.
        if (parsed.UnmatchedTokens.Concat(OptionsTakenForArguments(parsed)).FirstOrDefault() is { } word)
            return new UsageError(Unknown(command, word), Suggestion.For(word, WordsOf(command)), next);
        foreach (var error in parsed.Errors)
            if (Of(error.SymbolResult) is { } found) return found with { Next = next };
        return new UsageError(Incomplete(command), null, next);
    }

    /// <summary>The library takes an option that it does not know for an argument, where there may be one.</summary>
    private static IEnumerable<string> OptionsTakenForArguments(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(WordCheck.IsOption);

    private static Wording Unknown(Command command, string word) => (word.StartsWith('-'), command.Subcommands.Count > 0) switch
    {
        (true, _) => ($"'{HelpPage.PathOf(command)}' has no option '{word}'", $"“{HelpPage.PathOf(command)}” 没有选项 “{word}”"),
        (_, true) => ($"'{HelpPage.PathOf(command)}' has no verb '{word}'", $"“{HelpPage.PathOf(command)}” 没有命令 “{word}”"),
        _ => ($"'{word}' is one word too many for '{HelpPage.PathOf(command)}'", $"“{HelpPage.PathOf(command)}” 不需要多余的 “{word}”"),
    };

    private static UsageError? Of(SymbolResult? place) => place switch
    {
        ArgumentResult { Parent: OptionResult option } => Of(option),
        OptionResult { Option: VersionOption } => Say(("--version stands alone", "--version 须单独使用")),
        OptionResult { IdentifierTokenCount: > 1 } option => Say(($"{option.Option.Name} is given twice", $"{option.Option.Name} 重复给出")),
        OptionResult option when option.Tokens.Count == 0 || WordCheck.IsOption(option.Tokens[^1].Value) =>
            Say(($"{option.Option.Name} needs a value: {option.Option.HelpName}", $"{option.Option.Name} 需要一个值：{option.Option.HelpName}")),
        OptionResult option => Unfit(option.Option.Name, option.Option, option.Tokens[^1].Value),
        ArgumentResult { Tokens.Count: 0 } argument => Say(($"{argument.Argument.Name} is missing", $"缺少 {argument.Argument.Name}")),
        ArgumentResult argument => Unfit(argument.Argument.Name, argument.Argument, argument.Tokens[^1].Value),
        _ => null,
    };

    private static UsageError Unfit(string name, Symbol symbol, string written)
    {
        var words = (symbol as IExplained)?.Words ?? [];
        string known = string.Join(", ", words);
        return new UsageError(
            ($"'{written}' cannot be {name}{(known.Length > 0 ? $"; it is one of {known}" : "")}",
                $"{name} 不能为 “{written}”{(known.Length > 0 ? $"；可选：{known}" : "")}"),
            Suggestion.For(written, words), "");
    }

    private static Wording Incomplete(Command command)
    {
        string verbs = string.Join(", ", command.Subcommands.Select(c => c.Name));
        return ($"'{HelpPage.PathOf(command)}' needs one of: {verbs}", $"“{HelpPage.PathOf(command)}” 之后需要：{verbs}");
    }

    private static UsageError Say(Wording message) => new(message, null, "");

    private static IEnumerable<string> WordsOf(Command command)
    {
        var words = command.Subcommands.Select(c => c.Name);
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault()) words = words.Concat(at.Options.Select(o => o.Name));
        return words;
    }
}
