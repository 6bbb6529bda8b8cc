using System.Threading.Tasks.Sources;

namespace Gateway.Fieldbus.Serial;

/// <summary>Bytes between the thread that receives them and the one reader that awaits them. Bounded; awaiting allocates nothing.</summary>
/// <param name="gate">Guards all of it. The filling side holds it from <see cref="Free"/> to <see cref="Commit"/>.</param>
internal sealed class ReceiveBuffer(Lock gate) : IValueTaskSource<int>
{
    // What 115200 baud brings in more than a second, and much more than any answer.
    public const int Capacity = 16 * 1024;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _start;
    private int _end;
    private bool _ended;

    private Memory<byte> _awaiting;
    private bool _isAwaited;
    private CancellationTokenRegistration _cancellation;
    private ManualResetValueTaskSourceCore<int> _read = new() { RunContinuationsAsynchronously = true };

    public int Count => _end - _start;

    public bool IsFull => Count == Capacity;

    /// <summary>Where the next bytes go.</summary>
    public Span<byte> Free()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start.._end).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
        return _bytes.AsSpan(_end);
    }

    /// <summary>So many bytes were put where <see cref="Free"/> said.</summary>
    public void Commit(int count)
    {
        _end += count;
        if (_isAwaited) Complete(Take(_awaiting.Span));
    }

    /// <summary>No more bytes will come; reads get what is left, then 0.</summary>
    public void End()
    {
        _ended = true;
        if (_isAwaited) Complete(0);
    }

    public void Clear() => _start = _end = 0;

    /// <returns>Bytes taken, at least one; 0 after the end.</returns>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        lock (gate)
        {
            if (cancel.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancel);
            if (_end > _start) return new(Take(buffer.Span));
            if (_ended) return new(0);
            if (_isAwaited) throw new InvalidOperationException("A read is under way already.");
            _read.Reset();
            (_awaiting, _isAwaited) = (buffer, true);
            _cancellation = cancel.UnsafeRegister(static (self, token) => ((ReceiveBuffer)self!).Cancel(token), this);
            return new(this, _read.Version);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _read.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    public int GetResult(short token)
    {
        // Waits for a cancellation that is being called now, so that it cannot hit the next read.
        _cancellation.Dispose();
        return _read.GetResult(token);
    }

    private int Take(Span<byte> into)
    {
        int count = Math.Min(_end - _start, into.Length);
        _bytes.AsSpan(_start, count).CopyTo(into);
        _start += count;
        if (_start == _end) Clear();
        return count;
    }

    private void Complete(int count)
    {
        (_awaiting, _isAwaited) = (default, false);
        _read.SetResult(count);
    }

    private void Cancel(CancellationToken token)
    {
        lock (gate)
        {
            if (!_isAwaited) return;
            (_awaiting, _isAwaited) = (default, false);
            _read.SetException(new OperationCanceledException(token));
        }
    }
}
