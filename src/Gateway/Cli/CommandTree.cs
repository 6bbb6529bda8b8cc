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
            SharedOptions.Output,
            SharedOptions.Quiet,
            SharedOptions.Verbose,
            SharedOptions.NoColour,
            SharedOptions.NoInput,
            SharedOptions.Timeout,
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
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) return WrongUsage(parsed, error);
        if (!BusOptions.TrySpan(Speaker(parsed, error), parsed.GetValue(SharedOptions.Timeout), default, out _)) return ExitCode.WrongUsage;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (parsed.CommandResult.Command is Verb { EndsWithReader: true } && ReferenceEquals(output, Console.Out) && Console.IsOutputRedirected)
            OutputPipe.EndWithReader(OutputPipe.StandardOutput, ending);
        using var rows = RowWriter.For(parsed, output, error);
        long began = TimeProvider.System.GetTimestamp();
        int code = await InvokeAsync(parsed, rows ?? output, error, ending.Token);
        var took = TimeProvider.System.GetElapsedTime(began);
        Speaker(parsed, error).Detail(($"exit code {code} after {BusOptions.SpanText(took)}", $"退出码 {code}，用时 {BusOptions.SpanText(took)}"));
        return code;
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            // Signals are ours: see Program.cs.
            var streams = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(streams, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        // A full disk under the output, or an output that was closed: nothing the verb can do about it.
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Speaker(parsed, error).Fail(refused.Message);
            return ExitCode.ProblemsFound;
        }
    }

    /// <summary>The error, one suggestion and where to read on; never the whole help, which hides what was wrong.</summary>
    private static int WrongUsage(ParseResult parsed, TextWriter error)
    {
        var wrong = UsageError.In(parsed);
        Wording? help = wrong.Nearest is { } word ? ($"did you mean '{word}'?", $"是否应为 “{word}”？") : null;
        Speaker(parsed, error).Fail(wrong.Message, help, wrong.Next);
        return ExitCode.WrongUsage;
    }

    /// <summary>Says what happened before or after a verb.</summary>
    private static CommandContext Speaker(ParseResult parsed, TextWriter error) =>
        new(TextWriter.Null, error, CommandContext.LanguageOf(parsed),
            parsed.Tokens.Any(token => token.Value == SharedOptions.Json.Name) || SharedOptions.FormOf(parsed) is "json" or "jsonl" or "csv")
        {
            IsVerbose = parsed.GetResult(SharedOptions.Verbose) is { Implicit: false },
        };
}
