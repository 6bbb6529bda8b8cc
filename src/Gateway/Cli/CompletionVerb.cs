using System.CommandLine;

namespace Gateway.Cli;

/// <summary><c>envgw completion bash|zsh</c>: a script, made of the command tree, that completes verbs, options and their words.</summary>
internal static class CompletionVerb
{
    private static readonly VerbArgument<string> _shell = new("SHELL", ("bash or zsh.", "bash 或 zsh。"), "bash", "zsh");

    public static Verb Create()
    {
        var completion = new Verb("completion", ("A script that completes envgw's commands in your shell.", "输出用于 shell 自动补全的脚本。"),
            new Example("envgw completion bash", ("for this shell: source <(envgw completion bash)", "在当前 shell 中生效：source <(envgw completion bash)")),
            new Example("envgw completion zsh", ("for zsh: write it to _envgw in a folder of fpath", "用于 zsh：写入 fpath 文件夹中的 _envgw")))
        {
            _shell,
        };
        completion.SetAction(parsed =>
        {
            var context = CommandContext.From(parsed);
            var places = CompletionPlace.Of((RootCommand)parsed.RootCommandResult.Command, context.Language);
            context.Out.Write(parsed.GetRequiredValue(_shell) == "zsh" ? CompletionScript.Zsh(places) : CompletionScript.Bash(places));
            return ExitCode.Fine;
        });
        return completion;
    }
}
