using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.History;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Watching;

/// <summary>Looks every ten seconds how the gateway itself is, and tells the platforms and the audit log what has changed.</summary>
/// <param name="history">Null when there is none.</param>
/// <param name="clock">Whether the wall clock can be trusted now.</param>
public sealed class WatchLoop(
    DurableBuffer buffer, Func<HistorySnapshot?> history, Func<ClockState> clock, IAuditLog audit, TimeProvider time, ILogger<WatchLoop> logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly StoreChanges _store = new();
    private readonly ClockSteps _steps = new();
    private readonly List<Task> _telling = [];
    private long _startedAt;
    private IReadOnlyList<Drop> _drops = [];

    /// <summary>Runs until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _startedAt = time.GetTimestamp();
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await LookAsync().ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await LookAsync().ConfigureAwait(false);
            // Each ends when it is stored, or when the buffer has ended.
            await Task.WhenAll(_telling).ConfigureAwait(false);
        }
    }

    private async Task LookAsync()
    {
        var at = time.GetElapsedTime(_startedAt);
        var look = new StoreLook(buffer.Snapshot, history(), Drops(), at);
        foreach (var happening in _store.Take(look)) Tell(happening);
        if (_steps.Take(time.GetUtcNow(), at, clock()) is { } step) Tell(step);
        for (int i = _telling.Count - 1; i >= 0; i--)
        {
            if (!_telling[i].IsCompleted) continue;
            await _telling[i].ConfigureAwait(false);
            _telling.RemoveAt(i);
        }
    }

    private IReadOnlyList<Drop> Drops()
    {
        try
        {
            return _drops = [.. LaneText.All.SelectMany(lane => buffer.Drops(lane, 1, long.MaxValue))];
        }
        catch (StoreException)
        {
            // The disk cannot be read now; that is told by the state of the buffer.
            return _drops;
        }
    }

    /// <summary>The audit log first: it says also what the store cannot take.</summary>
    private void Tell(Happening happening)
    {
        audit.Note(happening.Entry);
        _telling.Add(StoreAsync(happening));
    }

    private async Task StoreAsync(Happening happening)
    {
        try
        {
            await buffer.AppendEventAsync(happening.Kind, happening.Entry.Body, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreException failure)
        {
            Log.NotTold(logger, happening.Entry.Kind, failure.Message);
        }
    }
}
