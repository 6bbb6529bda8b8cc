using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Where a verb writes and in which language. Results go to <see cref="Out"/>, troubles, progress and hints to <see cref="Error"/>.</summary>
internal sealed record CommandContext(TextWriter Out, TextWriter Error, string Language, bool Json)
{
    /// <summary>The first that is set wins (locale(7)).</summary>
    private static readonly string[] _variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>Whether only results and troubles are wanted (<c>-q</c>).</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether all that is done is said (<c>-v</c>).</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether nobody may be asked (<c>--no-input</c>).</summary>
    public bool AsksNothing { get; init; }

    /// <summary>How long an answer may take (<c>--timeout</c>); null for what is usual.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether colour may be used: https://no-color.org, <c>--no-color</c>, and a terminal that has some.</summary>
    public bool HasColour { get; init; }

    /// <summary>Whether somebody reads what goes on: neither a program, nor a person who asked for quiet.</summary>
    public bool IsTalkative => !IsQuiet && !Json;

    /// <summary>The verb under way, such as <c>envgw reg read</c>.</summary>
    public string Command { get; init; } = "envgw";

    public static CommandContext From(ParseResult parsed) => new(
        parsed.InvocationConfiguration.Output,
        parsed.InvocationConfiguration.Error,
        LanguageOf(parsed),
        SharedOptions.IsJson(parsed))
    {
        Command = HelpPage.PathOf(parsed.CommandResult.Command),
        IsQuiet = parsed.GetValue(SharedOptions.Quiet),
        IsVerbose = parsed.GetValue(SharedOptions.Verbose),
        AsksNothing = parsed.GetValue(SharedOptions.NoInput),
        Timeout = Durations.TryParse(parsed.GetValue(SharedOptions.Timeout) ?? "", out var span) ? span : null,
        HasColour = Terminal.HasColour && !parsed.GetValue(SharedOptions.NoColour),
    };

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

    /// <summary>What goes on, and what was found beside the result.</summary>
    public void Note(Wording said)
    {
        if (IsTalkative) Error.WriteLine(said.In(Language));
    }

    /// <summary>What is done, for whoever looks for a fault: only when it was asked for.</summary>
    public void Detail(Wording done)
    {
        if (!IsVerbose) return;
        if (Json) Mistake("detail", done, null, null);
        else Error.WriteLine($"· {done.In(Language)}");
    }

    /// <summary>A command to go on with.</summary>
    public void Next(Wording command) => Note(($"next: {command.English}", $"下一步：{command.Chinese}"));

    /// <summary>Did you mean …</summary>
    public void Help(Wording said) => Note(($"help: {said.English}", $"建议：{said.Chinese}"));

    public void Warn(Wording said)
    {
        if (Json) Mistake("warning", said, null, null);
        else Error.WriteLine(Say($"warning: {said.English}", $"警告：{said.Chinese}"));
    }

    /// <summary>What is said whatever was asked for, because the exit code depends on it.</summary>
    public void Tell(Wording said)
    {
        if (Json) Mistake("note", said, null, null);
        else Error.WriteLine(said.In(Language));
    }

    public void Tell(BusTrouble trouble) => Error.Write(trouble.Text(Language));

    /// <summary>A mistake of usage or in a file: text for a person, an object a line for a program.</summary>
    /// <param name="help">What is right.</param>
    /// <param name="next">A command that shows more.</param>
    public void Fail(Wording message, Wording? help = null, Wording? next = null)
    {
        if (Json)
        {
            Mistake("error", message, help, next);
            return;
        }
        Error.WriteLine(Say($"error: {message.English}", $"错误：{message.Chinese}"));
        if (help is { } right) Error.WriteLine(Say($"help: {right.English}", $"建议：{right.Chinese}"));
        if (next is { } command) Error.WriteLine(Say($"next: {command.English}", $"下一步：{command.Chinese}"));
    }

    /// <summary>What is wrong in files: with place and caret for a person, <c>envgw.check/1</c> for a program.</summary>
    public void Problems(IReadOnlyCollection<Problem> problems) =>
        Error.Write(Json ? ProblemJson.Render(problems, Language) : ProblemText.Render(problems, Language, Check));

    /// <summary>The command that checks the files that this one reads.</summary>
    private string Check => Command.StartsWith("envgw profile", StringComparison.Ordinal) ? "envgw profile check" : "envgw check";

    private void Mistake(string severity, Wording message, Wording? help, Wording? next)
    {
        var report = new MistakeReport("envgw.error/1", severity, message.In(Language), help?.In(Language),
            next is { } command ? [command.In(Language)] : null);
        Error.WriteLine(JsonSerializer.Serialize(report, CliJson.Lines.MistakeReport));
    }
}
