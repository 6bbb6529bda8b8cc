using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Where a verb writes and in which language. Results go to <see cref="Out"/>, troubles, progress and hints to <see cref="Error"/>.</summary>
internal sealed record CommandContext(TextWriter Out, TextWriter Error, string Language, bool Json)
{
    /// <summary>The first that is set wins (locale(7)).</summary>
    private static readonly string[] _variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The verb under way, such as <c>envgw reg read</c>.</summary>
    public string Command { get; init; } = "envgw";

    public static CommandContext From(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        LanguageOf(parsed),
        parsed.GetValue(SharedOptions.Json)) { Command = HelpPage.PathOf(parsed.CommandResult.Command) };

    /// <summary>The language asked for, else the environment's: <c>zh-CN</c> for anything Chinese, <c>en</c> otherwise.</summary>
    public static string LanguageOf(ParseResult parsed)
    {
        // The value may be missing or wrong, which is then what there is to say.
        string? asked = parsed.GetResult(SharedOptions.Language)?.Tokens is [var token, ..] ? token.Value : null;
        string?[] sources = [asked, .. _variables.Select(Environment.GetEnvironmentVariable)];
        string language = sources.FirstOrDefault(source => !string.IsNullOrEmpty(source)) ?? "en";
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en";
    }

    /// <summary>One sentence in both languages; the one asked for is given back.</summary>
    public string Say(string english, string chinese) => Language == "zh-CN" ? chinese : english;
}
