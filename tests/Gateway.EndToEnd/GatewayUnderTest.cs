using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>The real program in a folder of its own: a site file, the profiles beside it, a buffer.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningProcess? _process;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "envgw");

    public string SiteFile => _folder["site.yaml"];

    public string BufferFolder => _folder["buffer"];

    public RunningProcess Process => _process ?? throw new InvalidOperationException("the gateway has not been started");

    /// <summary>Writes a file into the gateway's folder; profiles go to <c>profiles/</c>.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        _folder.Write(name, text);
    }

    /// <summary>Writes the site file; <c>@BUFFER@</c> stands for the buffer's folder.</summary>
    public void WriteSite(string text) => Write("site.yaml", text.Replace("@BUFFER@", BufferFolder, StringComparison.Ordinal));

    /// <summary>Starts <c>envgw run</c> and waits until it says that it runs.</summary>
    public async Task StartAsync()
    {
        await StopIfRunningAsync();
        _process = RunningProcess.Start(Program, ["run", "--config", SiteFile]);
        await _process.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
    }

    /// <summary>Runs the program with other arguments to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var process = RunningProcess.Start(Program, arguments, environment: new Dictionary<string, string?> { ["LC_ALL"] = "C" });
        int code = await process.WaitForExitAsync();
        return (code, string.Join('\n', process.Output.Entries), string.Join('\n', process.Errors.Entries));
    }

    public async ValueTask DisposeAsync()
    {
        await StopIfRunningAsync();
        _folder.Dispose();
    }

    private async Task StopIfRunningAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _process = null;
    }
}
