using System.CommandLine;
using System.Text.RegularExpressions;

namespace Gateway.Cli;

/// <summary>A command line as a shell takes it.</summary>
internal static partial class CommandLine
{
    /// <summary>Words that mean themselves to a shell.</summary>
    [GeneratedRegex("^[A-Za-z0-9_@%+=:,./-]+$")]
    private static partial Regex Plain { get; }

    /// <summary>The same command again, to which options can be added.</summary>
    public static string Of(ParseResult parsed) => string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)).Prepend("envgw"));

    private static string Quoted(string word) => Plain.IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
