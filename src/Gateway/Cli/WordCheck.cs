using System.CommandLine.Parsing;

namespace Gateway.Cli;

/// <summary>Refuses what cannot be a value: an option that nobody knows or whose neighbour lacks its value, and a word that is none of those taken.</summary>
internal static class WordCheck
{
    /// <param name="words">The only words that are taken; empty when any will do.</param>
    public static void Run(SymbolResult written, IReadOnlyList<string> words)
    {
        foreach (var token in written.Tokens)
            if (IsOption(token.Value) || (words.Count > 0 && !words.Contains(token.Value, StringComparer.Ordinal))) written.AddError(token.Value);
    }

    public static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);
}
