using System.CommandLine;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary><c>envgw explain CODE</c>: what a code means and how to get it right. Needs no service and no network.</summary>
internal static class ExplainVerb
{
    private static readonly Argument<string> _code = new("code") { Description = "A code as messages show it, for example P104." };

    public static Command Create()
    {
        var explain = new Command("explain", "What a code means and what to do about it.") { _code };
        explain.SetAction(parsed => Run(CommandContext.From(parsed), parsed.GetRequiredValue(_code)));
        return explain;
    }

    private static int Run(CommandContext context, string code)
    {
        if (ProblemCatalog.Find(code.ToUpperInvariant()) is { } kind)
        {
            context.Out.WriteLine(ProblemCatalog.Explain(kind, context.Language).TrimEnd());
            return ExitCode.Fine;
        }
        context.Error.WriteLine(context.Say($"error: there is no code '{code}'.", $"错误：没有代码 “{code}”。"));
        if (ProblemCatalog.Nearest(code) is { } nearest) context.Error.WriteLine(context.Say($"help: did you mean '{nearest}'?", $"建议：是否应为 “{nearest}”？"));
        return ExitCode.WrongUsage;
    }
}
