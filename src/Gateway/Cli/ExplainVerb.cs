using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw explain CODE</c>: what a code means and how to get it right. Needs no service and no network.</summary>
internal static class ExplainVerb
{
    private static readonly VerbArgument<string> _code = new("CODE", ("A code as messages show it, for example P104.", "消息中显示的代码，例如 P104。"));

    public static Verb Create()
    {
        var explain = new Verb("explain", ("What a code means and what to do about it. Needs no service and no network.", "解释代码的含义和处理办法，无需服务和网络。"),
            new Example("envgw explain P104", ("what error P104 means", "错误 P104 的含义")))
        {
            _code,
        };
        explain.SetAction(parsed => Run(CommandContext.From(parsed), parsed.GetRequiredValue(_code)));
        return explain;
    }

    private static int Run(CommandContext context, string code)
    {
        string wanted = code.ToUpperInvariant();
        if ((ProblemCatalog.Find(wanted) ?? HostProblems.Find(wanted)) is { } kind)
        {
            if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(ExplainReport.Of(kind, context.Language), CliJson.Readable.ExplainReport));
            else context.Out.WriteLine(ProblemCatalog.Explain(kind, context.Language).TrimEnd());
            return ExitCode.Fine;
        }
        context.Fail(($"there is no code '{code}'", $"没有代码 “{code}”"));
        if (ProblemCatalog.Nearest(code) is { } nearest) context.Help(($"did you mean '{nearest}'?", $"是否应为 “{nearest}”？"));
        return ExitCode.WrongUsage;
    }
}
