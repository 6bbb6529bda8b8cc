using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A serial line with one RTU device on it, seen from a port that was opened at some settings.</summary>
/// <remarks>Its time passes while an answer is awaited, on the thread that awaits it; who only looks whether the line is still there spends none.</remarks>
/// <param name="ours">What the port was opened at.</param>
internal sealed class UartLine(SerialSettings ours, UartDevice device, HastyClock clock) : ITransport
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(1);

    private readonly Queue<byte> _arrived = new();
    private byte[] _answer = [];
    private TimeSpan _answeredIn = Timeout.InfiniteTimeSpan;
    private bool _isAwaited;
    private bool _anythingCame;

    public string Name => "/dev/ttyUSB0";

    public bool IsOpen { get; private set; }

    public ValueTask OpenAsync(CancellationToken cancel)
    {
        IsOpen = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (_arrived.Count == 0 && !_isAwaited) return Never(cancel);
        while (_arrived.Count == 0 && !cancel.IsCancellationRequested) Pass();
        if (cancel.IsCancellationRequested) (_isAwaited, _anythingCame) = (_anythingCame, false);
        cancel.ThrowIfCancellationRequested();
        _anythingCame = true;
        int count = Math.Min(buffer.Length, _arrived.Count);
        for (int i = 0; i < count; i++) buffer.Span[i] = _arrived.Dequeue();
        return ValueTask.FromResult(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        (_isAwaited, _anythingCame) = (true, false);
        if (device.AnswerTo(Uart.Heard(bytes.Span, ours, device.Settings)) is { } answer)
        {
            _answer = Uart.Heard(answer, device.Settings, ours);
            _answeredIn = ours.TimeOf(bytes.Length) + device.Latency + device.Settings.TimeOf(answer.Length);
        }
        return ValueTask.CompletedTask;
    }

    public bool DiscardInput()
    {
        bool any = _arrived.Count > 0;
        _arrived.Clear();
        return any;
    }

    public ValueTask CloseAsync()
    {
        IsOpen = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static async ValueTask<int> Never(CancellationToken cancel)
    {
        var never = new TaskCompletionSource<int>();
        await using var _ = cancel.UnsafeRegister(_ => never.TrySetCanceled(cancel), null);
        return await never.Task;
    }

    private void Pass()
    {
        clock.Advance(_step);
        if (_answeredIn == Timeout.InfiniteTimeSpan) return;
        _answeredIn -= _step;
        if (_answeredIn > TimeSpan.Zero) return;
        foreach (byte value in _answer) _arrived.Enqueue(value);
        _answeredIn = Timeout.InfiniteTimeSpan;
    }
}
