using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Storing;

/// <summary>A writing process and its ledger.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private WriterProcess(RunningProcess process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it said: the ledger's lines of this process.</summary>
    public Journal<string> Said => _process.Output;

    public int StoredCount => Said.Entries.Count(IsStored);

    /// <summary>Starts it and waits until its store is open.</summary>
    /// <param name="environment">Of the process, for example a library to load before others.</param>
    /// <exception cref="TimeoutException">It did not open; the message shows what it said.</exception>
    public static async Task<WriterProcess> StartAsync(WriterSettings settings, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var process = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "Gateway.Faults"), ["write", .. settings.Words()], environment: environment);
        var writer = new WriterProcess(process);
        try
        {
            await process.Output.WaitForAsync(line => line.StartsWith(LedgerBook.OpenedWord, StringComparison.Ordinal));
            if (settings.IsWeak) await process.Output.WaitForAsync(line => line == $"{LedgerBook.WeakWord} 1");
            return writer;
        }
        catch (TimeoutException silent)
        {
            await writer.DisposeAsync();
            throw new TimeoutException($"the writer did not open its store: {silent.Message}\n{string.Join('\n', process.Errors.Entries)}", silent);
        }
    }

    /// <summary>Waits until it has been told so many times more that something is stored.</summary>
    public Task StoresAsync(int more) => Said.WaitForAsync(line => IsStored(line) && --more <= 0, from: Said.Count);

    /// <summary>Waits until it says that its store takes nothing, or takes again.</summary>
    /// <param name="word"><see cref="LedgerBook.DegradedWord"/> or <see cref="LedgerBook.HealthyWord"/>.</param>
    public Task<string> BecomesAsync(string word, int from = 0) => Said.WaitForAsync(line => line.StartsWith(word + " ", StringComparison.Ordinal), from: from);

    /// <summary>SIGKILL, and counts it when it hit a process that was storing.</summary>
    /// <param name="isTheFault">Count it: false where the fault is another, and this only ends what it has left.</param>
    public async Task KillAsync(CaseRun run, bool isTheFault = true)
    {
        bool wasAlive = !_process.HasExited;
        await _process.KillAsync();
        if (wasAlive) run.Kills += isTheFault ? 1 : 0;
        else run.Failed($"the writer was dead before it was killed: {string.Join(" | ", _process.Errors.Entries.TakeLast(5))}");
    }

    public Task<int> TerminateAsync() => _process.TerminateAsync();

    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool IsStored(string line) => line.StartsWith(LedgerBook.StoredWord, StringComparison.Ordinal);
}
