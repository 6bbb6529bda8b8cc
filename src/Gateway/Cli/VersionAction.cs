using System.CommandLine;
using System.CommandLine.Invocation;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>What <c>--version</c> does.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"envgw {ProgramVersion.Text}");
        return ExitCode.Fine;
    }
}
