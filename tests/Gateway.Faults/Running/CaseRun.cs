using Gateway.Testing;

namespace Gateway.Faults.Running;

/// <summary>One case under way: a folder on the machine's own disk, what belongs to the case, and what it has found.</summary>
/// <param name="folder">Gone when the case ends. Ledgers, site files and disk images are here; what is to be damaged is on a disk of the case.</param>
/// <param name="isQuick">A tenth of the rounds: to try a case, not to prove anything.</param>
internal sealed class CaseRun(FaultCase fault, string folder, bool isQuick) : IAsyncDisposable
{
    private const int QuickPart = 10;
    private const int QuickFewest = 2;

    private readonly Stack<Func<ValueTask>> _ends = new();
    private readonly List<string> _strikes = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _notes = [];
    private readonly Lock _gate = new();

    public FaultCase Fault => fault;

    public string Folder => folder;

    /// <summary>A name for what is no file, from the folder of the run: by it the script that started us finds what a killed suite has left.</summary>
    public string Mark => "envgw-" + Path.GetFileName(Path.GetDirectoryName(folder)!).Split('.', '-')[^1];

    /// <summary>Messages that were told to be stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Of these, what was there afterwards: read back from the store, or at the platform.</summary>
    public long Received { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Messages that came more than once, all with the same bytes.</summary>
    public long Repeated { get; private set; }

    /// <summary>Processes ended by SIGKILL, each while it was storing.</summary>
    public int Kills { get; set; }

    public int PowerCuts { get; set; }

    public bool HasStruck => _strikes.Count > 0;

    public IReadOnlyList<string> Strikes => _strikes;

    public IReadOnlyList<string> Failures => _failures;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>A path in the case's folder; nothing is created.</summary>
    public string this[string name] => Path.Combine(folder, name);

    public int Rounds(int usual) => isQuick ? Math.Max(QuickFewest, usual / QuickPart) : usual;

    /// <summary>The fault really happened, and this shows it. A case that never says so has failed.</summary>
    public void Struck(string evidence)
    {
        lock (_gate) _strikes.Add(evidence);
    }

    /// <summary>The fault happened if this is so; if not, the case has failed.</summary>
    public void Struck(bool isSo, string evidence)
    {
        if (isSo) Struck(evidence);
        else Failed($"the fault did not strike: not so: {evidence}");
    }

    /// <summary>Something that helps to understand a case that failed; shown with it only.</summary>
    public void Note(string what)
    {
        lock (_gate) _notes.Add(what);
    }

    public void Failed(string why)
    {
        lock (_gate) _failures.Add(why);
    }

    /// <summary>What must hold. The case goes on, so that everything that does not hold is seen in one run.</summary>
    public void Require(bool isSo, string what)
    {
        if (!isSo) Failed($"not so: {what}");
    }

    public void Count(long stored, long received, long lost, long repeated = 0)
    {
        Stored += stored;
        Received += received;
        Lost += lost;
        Repeated += repeated;
    }

    /// <summary>Ended with the case, in reverse order, whatever happens.</summary>
    public T Own<T>(T resource)
        where T : IAsyncDisposable
    {
        AtEnd(resource.DisposeAsync);
        return resource;
    }

    public void AtEnd(Func<ValueTask> end)
    {
        lock (_gate) _ends.Push(end);
    }

    /// <summary>Waits until something is so that nobody tells of.</summary>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) => UntilAsync(() => Task.FromResult(condition()), what, limit);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        using var patience = new CancellationTokenSource(limit ?? Patience.Limit);
        while (!await condition())
        {
            if (patience.IsCancellationRequested) throw new TimeoutException($"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_ends.TryPop(out var end))
        {
            try
            {
                await end();
            }
            catch (Exception trouble) when (trouble is CommandException or IOException or TimeoutException or InvalidOperationException)
            {
                // One that cannot be ended must not keep the others: the script that started us looks for what is left.
                Failed($"could not be cleared away: {trouble.Message}");
            }
        }
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // Something of a case that took too long still writes there; the next case has a folder of its own.
            Failed($"could not be cleared away: {trouble.Message}");
        }
    }
}
