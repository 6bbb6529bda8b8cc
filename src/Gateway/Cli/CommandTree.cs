using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Cli.Commissioning;
using Gateway.Cli.Doctor;
using Gateway.Cli.Platform;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>All verbs of <c>envgw</c>, and what happens to a command line that is none.</summary>
internal static class CommandTree
{
    public static Wording Meaning { get; } = (
        "envgw reads water, waste and air devices, keeps every reading, judges it and forwards it.",
        "envgw 采集水、废物和空气设备的数据，保存并判断每个读数，再上报平台。");

    public static RootCommand Build()
    {
        var root = new RootCommand(Meaning.English)
        {
            SharedOptions.Language,
            SharedOptions.Json,
            RunVerb.Create(),
            CheckVerb.Create(),
            StatusVerb.Create(),
            WatchVerb.Create(),
            AlarmVerb.Create(),
            DoctorVerb.Create(),
            DeviceVerb.Create(),
            HistoryVerb.Create(),
            BufferVerb.Create(),
            ProfileVerb.Create(),
            PlatformVerb.Create(),
            BusVerb.Create(),
            RegVerb.Create(),
            DecodeVerb.Create(),
            FindVerb.Create(),
            ExplainVerb.Create(),
            SchemaVerb.Create(),
            SimulationVerb.Create(),
            CompletionVerb.Create(),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption) option.Action = new HelpAction();
            if (option is VersionOption) option.Action = new VersionAction();
        }
        return root;
    }

    /// <param name="stop">Ctrl-C and SIGTERM.</param>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken stop)
    {
        // A file of arguments (@file) is nothing that a technician writes, and a note may begin with '@'.
        var parsed = Build().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpAction && arguments.Length == 0)
        {
            await error.WriteAsync(HelpPage.Render(parsed.CommandResult.Command, CommandContext.LanguageOf(parsed)));
            return ExitCode.WrongUsage;
        }
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) return await WrongUsageAsync(parsed, error);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (parsed.CommandResult.Command is Verb { EndsWithReader: true } && ReferenceEquals(output, Console.Out) && Console.IsOutputRedirected)
            OutputPipe.EndWithReader(OutputPipe.StandardOutput, ending);
        try
        {
            // Signals are ours: see Program.cs.
            var streams = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(streams, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        // A full disk under the output, or an output that was closed: nothing the verb can do about it.
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{new Wording("error: ", "错误：").In(CommandContext.LanguageOf(parsed))}{refused.Message}");
            return ExitCode.ProblemsFound;
        }
    }

    /// <summary>The error, one suggestion and where to read on; never the whole help, which hides what was wrong.</summary>
    private static async Task<int> WrongUsageAsync(ParseResult parsed, TextWriter error)
    {
        string language = CommandContext.LanguageOf(parsed);
        var wrong = UsageError.In(parsed);
        await error.WriteLineAsync($"{new Wording("error: ", "错误：").In(language)}{wrong.Message.In(language)}");
        if (wrong.Nearest is { } word) await error.WriteLineAsync(new Wording($"help: did you mean '{word}'?", $"建议：是否应为 “{word}”？").In(language));
        await error.WriteLineAsync($"{new Wording("next: ", "下一步：").In(language)}{wrong.Next}");
        return ExitCode.WrongUsage;
    }
}
