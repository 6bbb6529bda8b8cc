using System.Threading.Channels;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Auditing;

/// <summary>The audit log beside the store: rows chained by SHA-256, durable before whoever waits is told. Its files are described in FORMAT.md.</summary>
/// <remarks>
/// Order of calls: <see cref="Open"/> after the store, whose lock it shares; then entries from any thread; they are written while <see cref="RunAsync"/> runs.
/// While the disk fails they wait in memory, at most 1,000 of them.
/// </remarks>
public sealed class AuditLog : IAuditLog, IDisposable
{
    /// <summary>Hundreds of thousands of rows: years of what persons do.</summary>
    internal const long UsualMaximumBytes = 64L << 20;

    private const int MostWaiting = 1_000;
    private const int MostAtOnce = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly TimeProvider _time;
    private readonly ILogger<AuditLog> _logger;
    private readonly AuditFile _file;
    private readonly Lock _gate = new();
    private AuditHead _head = AuditHead.None;
    private long _notTaken;
    private long _notTakenTold;
    private long _sizeBytes;
    private int _failures;
    private volatile Failure? _lastError;

    /// <param name="dataFolder">Where the store is.</param>
    public AuditLog(string dataFolder, TimeProvider time, ILogger<AuditLog> logger) : this(dataFolder, time, logger, UsualMaximumBytes)
    {
    }

    internal AuditLog(string dataFolder, TimeProvider time, ILogger<AuditLog> logger, long maximumBytes)
    {
        _time = time;
        _logger = logger;
        _file = new AuditFile(dataFolder, maximumBytes, time, logger);
    }

    public AuditHead Head
    {
        get { lock (_gate) return _head; }
    }

    public AuditSnapshot Snapshot
    {
        get { lock (_gate) return new AuditSnapshot(_head, _waiting.Reader.Count, Volatile.Read(ref _notTaken), _sizeBytes, _lastError?.Explanation); }
    }

    /// <summary>Opens the log. A disk that takes nothing now does not hinder the start: entries then wait.</summary>
    /// <exception cref="StoreException">It belongs to a newer gateway, or may not be used.</exception>
    public void Open()
    {
        SQLitePCL.Batteries_V2.Init();
        try
        {
            _file.Open();
            Show();
        }
        catch (StoreException failure) when (failure.Fault is StoreFault.Full or StoreFault.InputOutput)
        {
            Failed(failure);
        }
    }

    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryTake(new Waiting(entry, NowMs, written))) throw NotTaken();
        await written.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    public void Note(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        TryTake(new Waiting(entry, NowMs, null));
    }

    /// <summary>Writes what comes in until told to stop, then what is left. Fails only by a bug: what the disk does is dealt with.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var taken = new List<Waiting>();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stop).ConfigureAwait(false)) await WriteAsync(taken, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _waiting.Writer.TryComplete();
        }
        await WriteLastAsync(taken).ConfigureAwait(false);
    }

    public void Dispose() => _file.Dispose();

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static StoreException NotTaken() => new(
        StoreFault.Full, ("The audit log takes nothing more: the disk has failed for long, or the gateway is stopping.", "审计日志不再接收记录：磁盘长时间故障，或网关正在停止。"));

    private bool TryTake(Waiting entry)
    {
        if (_waiting.Writer.TryWrite(entry)) return true;
        if (Interlocked.Increment(ref _notTaken) - Volatile.Read(ref _notTakenTold) == 1) Log.Overflow(_logger);
        return false;
    }

    /// <summary>Writes one group, as often as it takes.</summary>
    private async Task WriteAsync(List<Waiting> taken, CancellationToken stop)
    {
        for (Take(taken); taken.Count > 0; Take(taken))
        {
            if (!await TryWriteAsync(taken).ConfigureAwait(false)) await Task.Delay(RetryDelay.After(_failures), _time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left, as long as the disk takes it.</summary>
    private async Task WriteLastAsync(List<Waiting> taken)
    {
        bool isWritten = true;
        for (Take(taken); taken.Count > 0 && isWritten; Take(taken)) isWritten = await TryWriteAsync(taken).ConfigureAwait(false);
        while (_waiting.Reader.TryRead(out var left)) taken.Add(left);
        if (taken.Count > 0) Log.LeftOut(_logger, taken.Count);
        foreach (var entry in taken) entry.Written?.TrySetException(NotTaken());
    }

    private void Take(List<Waiting> taken)
    {
        while (taken.Count < MostAtOnce && _waiting.Reader.TryRead(out var entry)) taken.Add(entry);
        long notTaken = Volatile.Read(ref _notTaken) - _notTakenTold;
        if (notTaken == 0) return;
        Volatile.Write(ref _notTakenTold, _notTakenTold + notTaken);
        taken.Add(new Waiting(AuditRows.Overflow(notTaken), NowMs, null));
    }

    /// <summary>A commit blocks: it has a thread of its own, for rows are too few to keep one.</summary>
    private Task<bool> TryWriteAsync(List<Waiting> taken) =>
        Task.Factory.StartNew(() => TryWrite(taken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool TryWrite(List<Waiting> taken)
    {
        try
        {
            int written = _file.Write([.. taken.Select(waiting => (waiting.Entry, waiting.WallMs))]);
            Show();
            foreach (var entry in taken.Take(written)) entry.Written?.TrySetResult();
            taken.RemoveRange(0, written);
            return true;
        }
        catch (StoreException failure)
        {
            Failed(failure);
            return false;
        }
    }

    private void Show()
    {
        if (_failures > 0) Log.WrittenAgain(_logger);
        _failures = 0;
        _lastError = null;
        lock (_gate) (_head, _sizeBytes) = (_file.Head, _file.SizeBytes);
    }

    private void Failed(StoreException failure)
    {
        if (_failures++ == 0) Log.NotWritten(_logger, failure.Message);
        _lastError = new Failure(failure.Explanation);
    }

    private sealed record Failure(Wording Explanation);

    private sealed record Waiting(AuditEntry Entry, long WallMs, TaskCompletionSource? Written);
}
