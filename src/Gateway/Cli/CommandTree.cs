using System.CommandLine;
using System.CommandLine.Parsing;

namespace Gateway.Cli;

/// <summary>All verbs of <c>envgw</c>, and what happens to a command line that is none.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand("envgw reads water, waste and air devices, keeps every reading, judges it and forwards it.")
        {
            SharedOptions.Language,
            SharedOptions.Json,
            RunVerb.Create(),
            CheckVerb.Create(),
            StatusVerb.Create(),
            AlarmVerb.Create(),
            ExplainVerb.Create(),
            SchemaVerb.Create(),
            SimulationVerb.Create(),
        };
        return root;
    }

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Build().Parse(arguments);
        var streams = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (parsed.Errors.Count > 0) return WrongUsage(parsed, error);
        return await parsed.InvokeAsync(streams);
    }

    /// <summary>The error and where to read on; never the whole help, which hides what was wrong.</summary>
    private static int WrongUsage(ParseResult parsed, TextWriter error)
    {
        foreach (ParseError fault in parsed.Errors.DistinctBy(e => e.Message)) error.WriteLine($"error: {fault.Message}");
        string unmatched = parsed.UnmatchedTokens.FirstOrDefault("");
        if (NearestWord(parsed, unmatched) is { } word) error.WriteLine($"help: did you mean '{word}'?");
        error.WriteLine($"next: {PathOf(parsed.CommandResult)} --help");
        return ExitCode.WrongUsage;
    }

    private static string? NearestWord(ParseResult parsed, string written)
    {
        if (written.Length == 0) return null;
        var command = parsed.CommandResult.Command;
        var words = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
        return Core.Documents.Suggestion.For(written, words);
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "envgw";
}
