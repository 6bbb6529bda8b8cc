using System.Diagnostics;

namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>Another program, started by a test and ended with it.</summary>
internal sealed class PeerProgram : IAsyncDisposable
{
    private readonly Process _process;

    private PeerProgram(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    public static PeerProgram Start(string file, params IEnumerable<string> arguments) =>
        new(Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, params IEnumerable<string> arguments)
    {
        await using var program = Start(file, arguments);
        var output = program._process.StandardOutput.ReadToEndAsync();
        var errors = program._process.StandardError.ReadToEndAsync();
        await program._process.WaitForExitAsync().Soon();
        return (program._process.ExitCode, await output.Soon() + await errors.Soon());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync().Soon();
        _process.Dispose();
    }
}
