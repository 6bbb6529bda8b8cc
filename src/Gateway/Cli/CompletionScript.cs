using System.Text;

namespace Gateway.Cli;

/// <summary>Completion scripts: which verb the line has come to, then what may follow it. Anything else is completed as a file name.</summary>
internal static class CompletionScript
{
    public static string Bash(IReadOnlyList<CompletionPlace> places)
    {
        var text = new StringBuilder(
            """
            # bash completion for envgw, made of its command tree by: envgw completion bash
            _envgw() {
                local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" place=envgw word words='' i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word="$place ${COMP_WORDS[i]}"
                    case "$word" in

            """);
        text.Append($"            {Alternatives(places)}) place=\"$word\" ;;\n        esac\n    done\n    case \"$place $prev\" in\n");
        foreach (var (option, words) in ValuesOf(places))
            text.Append($"        {option}) {(words.Count == 0 ? "" : $"COMPREPLY=($(compgen -W {Quoted(string.Join(' ', words))} -- \"$cur\")); ")}return ;;\n");
        text.Append("    esac\n    case \"$place\" in\n");
        foreach (var place in places)
            text.Append($"        {Quoted(place.Path)}) words={Quoted(string.Join(' ', place.Words.Select(word => word.Word)))} ;;\n");
        text.Append(
            """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -o default -F _envgw envgw

            """);
        return text.ToString();
    }

    public static string Zsh(IReadOnlyList<CompletionPlace> places)
    {
        var text = new StringBuilder(
            """
            #compdef envgw
            # zsh completion for envgw, made of its command tree by: envgw completion zsh
            _envgw() {
                local place=envgw i
                local -a choices
                for ((i = 2; i < CURRENT; i++)); do
                    case "$place ${words[i]}" in

            """);
        text.Append($"            {Alternatives(places)}) place=\"$place ${{words[i]}}\" ;;\n        esac\n    done\n    case \"$place ${{words[CURRENT-1]}}\" in\n");
        foreach (var (option, words) in ValuesOf(places))
            text.Append($"        {option}) {(words.Count == 0 ? "_files" : $"compadd -- {string.Join(' ', words)}")}; return ;;\n");
        text.Append("    esac\n    case \"$place\" in\n");
        foreach (var place in places)
            text.Append($"        {Quoted(place.Path)}) choices=({string.Join(' ', place.Words.Select(Choice))}) ;;\n");
        text.Append(
            """
                esac
                _describe envgw choices || _files
            }
            if [[ "$funcstack[1]" = _envgw ]]; then _envgw "$@"; else compdef _envgw envgw; fi

            """);
        return text.ToString();
    }

    /// <summary>Every place but the root, as a pattern.</summary>
    private static string Alternatives(IReadOnlyList<CompletionPlace> places) => string.Join('|', places.Skip(1).Select(place => Quoted(place.Path)));

    /// <summary>Options that take the same words, as one pattern each.</summary>
    private static IEnumerable<(string Pattern, IReadOnlyList<string> Words)> ValuesOf(IReadOnlyList<CompletionPlace> places) => places
        .SelectMany(place => place.Values.Select(value => (Place: $"{place.Path} {value.Option}", value.Words)))
        .GroupBy(value => string.Join(' ', value.Words))
        .Select(group => (string.Join('|', group.Select(value => Quoted(value.Place))), group.First().Words));

    /// <summary>For _describe, which parts name and meaning at the first colon.</summary>
    private static string Choice((string Word, string Meaning) choice) =>
        Quoted(choice.Meaning.Length == 0 ? Escaped(choice.Word) : $"{Escaped(choice.Word)}:{choice.Meaning}");

    private static string Escaped(string word) => word.Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
