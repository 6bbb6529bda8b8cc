using Gateway.Cli;
using Gateway.Fieldbus.Transports;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public sealed class LentTransportTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly QuietTransport _line = new();
    private readonly CountedLease _lease = new();

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _lease.DisposeAsync();
    }

    [Fact]
    public async Task Who_listens_to_a_quiet_line_keeps_asking_whether_it_is_still_lent()
    {
        await using var lent = new LentTransport(_line, _lease, _clock);
        using var stop = new CancellationTokenSource();
        var reading = lent.ReadAsync(new byte[8], stop.Token).AsTask();
        await PassUntilAsync(() => _lease.Asked >= 5);
        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_bus_that_was_taken_back_is_left_though_nobody_says_anything()
    {
        await using var lent = new LentTransport(_line, _lease, _clock);
        var reading = lent.ReadAsync(new byte[8], CancellationToken.None).AsTask();
        _lease.IsOurs = false;
        await PassUntilAsync(() => reading.IsCompleted);
        Assert.Equal(TransportFault.Busy, (await Assert.ThrowsAsync<TransportException>(() => reading)).Fault);
        Assert.True(_line.IsClosed);
    }

    [Fact]
    public async Task What_is_heard_is_handed_on()
    {
        await using var lent = new LentTransport(_line, _lease, _clock);
        var buffer = new byte[8];
        var reading = lent.ReadAsync(buffer, CancellationToken.None).AsTask();
        await PassUntilAsync(() => _lease.Asked >= 3);
        _line.Say([7, 2, 1]);
        Assert.Equal(3, await reading.WaitAsync(Patience.Limit));
        Assert.Equal([7, 2, 1], buffer[..3]);
    }

    private async Task PassUntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private sealed class CountedLease : IBusLease
    {
        private int _asked;

        public bool IsOurs { get; set; } = true;

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<bool> HoldAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref _asked);
            return ValueTask.FromResult(IsOurs);
        }

        public Task<bool> RecordAsync(RegisterWriteNote note, CancellationToken cancel) => Task.FromResult(IsOurs);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A line on which nothing is heard until the test says so.</summary>
    private sealed class QuietTransport : ITransport
    {
        private readonly TaskCompletionSource<byte[]> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "quiet";

        public bool IsOpen => !IsClosed;

        public bool IsClosed { get; private set; }

        public void Say(byte[] bytes) => _said.SetResult(bytes);

        public ValueTask OpenAsync(CancellationToken cancel) => ValueTask.CompletedTask;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
        {
            var bytes = await _said.Task.WaitAsync(cancel);
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => ValueTask.CompletedTask;

        public bool DiscardInput() => false;

        public ValueTask CloseAsync()
        {
            IsClosed = true;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => CloseAsync();
    }
}
