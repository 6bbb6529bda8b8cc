using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gateway.Cli;

/// <summary>What <c>--help</c> does: the help of the verb it stands behind, in the language asked for.</summary>
internal sealed class HelpAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(HelpPage.Render(parseResult.CommandResult.Command, CommandContext.LanguageOf(parseResult)));
        return ExitCode.Fine;
    }
}
