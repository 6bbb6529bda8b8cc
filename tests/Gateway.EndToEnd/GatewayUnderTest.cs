using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>The real program in a folder of its own: a site file, the profiles beside it, a buffer.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningProcess? _process;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "envgw");

    /// <summary>A program that starts it in other surroundings, with its arguments; none for the usual ones.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public string Folder => _folder.Path;

    public string SiteFile => _folder["site.yaml"];

    public string BufferFolder => _folder["buffer"];

    public RunningProcess Process => _process ?? throw new InvalidOperationException("the gateway has not been started");

    /// <summary>Writes a file into the gateway's folder; profiles go to <c>profiles/</c>.</summary>
    /// <returns>Its full path.</returns>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Writes the site file; <c>@BUFFER@</c> stands for the buffer's folder.</summary>
    public void WriteSite(string text) => Write("site.yaml", text.Replace("@BUFFER@", BufferFolder, StringComparison.Ordinal));

    /// <summary>Writes a secret that only its owner can read.</summary>
    public void WriteSecret(string name, string value, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        File.SetUnixFileMode(Write(Path.Combine("secrets", name), value + "\n"), mode);

    /// <summary>Starts <c>envgw run</c> and waits until it says that it runs.</summary>
    public async Task StartAsync(IReadOnlyDictionary<string, string?>? environment = null)
    {
        await StopIfRunningAsync();
        string[] command = [.. Launcher, Program, "run", "--config", SiteFile];
        _process = RunningProcess.Start(command[0], command[1..], environment: environment);
        await LoggedAsync("Running");
    }

    /// <summary>A line of the log of the run under way, past or to come.</summary>
    public Task<string> LoggedAsync(string text) => Process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Runs another verb of the program on this site to its end.</summary>
    public Task<(int ExitCode, string Output, string Errors)> AskAsync(params string[] arguments) => RunAsync([.. arguments, "--config", SiteFile]);

    /// <summary>What <c>envgw status --json</c> says.</summary>
    public async Task<JsonElement> StatusAsync()
    {
        var (_, output, _) = await AskAsync("status", "--json");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
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
