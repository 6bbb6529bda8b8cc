using Gateway.Cli;
using Gateway.Core.Documents;

namespace Gateway.Tests.Cli;

/// <summary>What a command line did: the exit code and what it wrote where.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs a command line in this process, in English unless it says otherwise.</summary>
    public static Task<CommandRun> Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static async Task<CommandRun> Of(CancellationToken stop, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] all = arguments.Contains("--lang") ? arguments : ["--lang", "en", .. arguments];
        int code = await CommandTree.RunAsync(all, TextWriter.Synchronized(output), TextWriter.Synchronized(error), stop);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>In Chinese.</summary>
    public static Task<CommandRun> InChinese(params string[] arguments) => Of(["--lang", "zh-CN", .. arguments]);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The place on the screen, in columns, at which a text stands in a line.</summary>
    public static int ColumnOf(string text, string line) => DisplayWidth.Of(line.AsSpan(0, line.IndexOf(text, StringComparison.Ordinal)));
}
