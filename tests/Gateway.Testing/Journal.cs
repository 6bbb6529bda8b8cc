namespace Gateway.Testing;

/// <summary>What has happened, in order. It is filled from one side while a test waits for an entry on the other.</summary>
/// <param name="of">What the entries are, for the message of a wait that failed.</param>
public sealed class Journal<T>(string of)
{
    private const int EntriesShownOnFailure = 40;

    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private TaskCompletionSource? _changed;
    private bool _ended;

    public IReadOnlyList<T> Entries
    {
        get { lock (_gate) return [.. _entries]; }
    }

    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    public void Add(T entry)
    {
        lock (_gate) _entries.Add(entry);
        Wake();
    }

    /// <summary>Nothing will be added any more; whoever waits for more is told so at once.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
        Wake();
    }

    /// <summary>The first entry, from the given place on, that the predicate accepts.</summary>
    /// <exception cref="TimeoutException">None came in time, or none can come any more; the message shows the last entries.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> predicate, TimeSpan? timeout = null, int from = 0)
    {
        using var deadline = new CancellationTokenSource(timeout ?? Patience.Limit);
        for (int at = from; ; at++)
        {
            await ReachAsync(at + 1, deadline.Token);
            T entry;
            lock (_gate) entry = _entries[at];
            if (predicate(entry)) return entry;
        }
    }

    /// <summary>The entries, as soon as there are at least so many.</summary>
    /// <exception cref="TimeoutException">They did not come in time, or cannot come any more; the message shows the last entries.</exception>
    public async Task<IReadOnlyList<T>> WaitForCountAsync(int count, TimeSpan? timeout = null)
    {
        using var deadline = new CancellationTokenSource(timeout ?? Patience.Limit);
        await ReachAsync(count, deadline.Token);
        return Entries;
    }

    private async Task ReachAsync(int count, CancellationToken deadline)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_entries.Count >= count) return;
                if (_ended) throw new TimeoutException($"What was awaited did not come before the end.{Describe()}");
                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }
            try
            {
                await changed.WaitAsync(deadline);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"What was awaited did not come in time.{Describe()}");
            }
        }
    }

    private string Describe()
    {
        var entries = Entries;
        var last = entries.Skip(entries.Count - EntriesShownOnFailure);
        return $" {entries.Count} {of}{(entries.Count > EntriesShownOnFailure ? ", the last" : "")}:\n  {string.Join("\n  ", last)}";
    }

    private void Wake()
    {
        TaskCompletionSource? changed;
        lock (_gate) (changed, _changed) = (_changed, null);
        changed?.TrySetResult();
    }
}
