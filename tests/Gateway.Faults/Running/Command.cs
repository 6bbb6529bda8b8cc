using Gateway.Testing;

namespace Gateway.Faults.Running;

/// <summary>Commands of the machine, run to their end.</summary>
internal static class Command
{
    /// <returns>What it wrote to standard output, without the last line's end.</returns>
    /// <exception cref="CommandException">It ended with another code than 0.</exception>
    public static async Task<string> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var (code, output, errors) = await TryAsync(program, arguments);
        return code == 0 ? output : throw new CommandException($"{program} {string.Join(' ', arguments)}", code, errors);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> TryAsync(string program, params IReadOnlyList<string> arguments)
    {
        await using var process = RunningProcess.Start(program, arguments);
        process.StandardInput.Close();
        int code = await process.WaitForExitAsync();
        return (code, string.Join('\n', process.Output.Entries), string.Join('\n', process.Errors.Entries));
    }
}
