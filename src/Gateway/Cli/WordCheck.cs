using System.CommandLine.Parsing;

namespace Gateway.Cli;

/// <summary>Refuses a value that is none of the words its option or argument takes.</summary>
internal static class WordCheck
{
    public static void Run(SymbolResult written, IReadOnlyList<string> words)
    {
        foreach (var token in written.Tokens)
            if (!words.Contains(token.Value, StringComparer.Ordinal)) written.AddError(token.Value);
    }
}
