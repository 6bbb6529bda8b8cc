using System.Runtime.CompilerServices;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>What every client with one request in flight does: takes turns, opens the transport, bounds the exchange in time, stamps and counts.</summary>
/// <remarks>The exchange runs on its caller's own flow, without a loop between: that is the cheapest way for one request at a time.</remarks>
internal abstract class SequentialClient(ITransport transport, TimeProvider time) : IModbusClient
{
    /// <summary>Servers close idle connections; one that was not used for so long is looked at before it is used again.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    // Waiting callers are released in the order they came.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _usedAt;
    private volatile bool _disposed;

    public int MaximumInFlight => 1;

    public ModbusCounters Counters => Count.Snapshot();

    protected ITransport Transport => transport;

    protected TimeProvider Time => time;

    protected Deadline Deadline { get; } = new(time);

    protected ClientCounters Count { get; } = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ModbusAnswer> RequestAsync(byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        Demand.RoomFor(request, data);
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Count.RequestBegun();
            if (transport.IsOpen && time.GetElapsedTime(_usedAt) >= IdleTime) await NoticeClosedPeerAsync().ConfigureAwait(false);
            if (transport.IsOpen) await PrepareAsync(cancel).ConfigureAwait(false);
            long startedAt = time.GetTimestamp();
            var verdict = transport.IsOpen ? default : await OpenAsync(timeout, cancel).ConfigureAwait(false);
            if (verdict.Outcome == ModbusOutcome.Ok)
            {
                startedAt = time.GetTimestamp();
                verdict = await ExchangeOrGiveUpAsync(unit, request, data, timeout, cancel).ConfigureAwait(false);
            }
            var answer = verdict.At(time.GetUtcNow(), time.GetElapsedTime(startedAt));
            Count.Ended(answer.Outcome);
            return answer;
        }
        finally
        {
            _usedAt = time.GetTimestamp();
            _turn.Release();
        }
    }

    public async ValueTask CloseAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await transport.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        Deadline.Cut();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            Deadline.Dispose();
        }
        finally
        {
            // Whoever still waits for a turn gets it, and is told that the client is gone.
            _turn.Release();
        }
    }

    /// <summary>Where bytes that nobody asked for can be read to.</summary>
    protected abstract Memory<byte> RoomForStrays();

    /// <summary>So many bytes came that nobody asked for.</summary>
    protected abstract void StraysCame(int count);

    /// <summary>What an open bus needs before the next request, and is not part of its time.</summary>
    protected virtual ValueTask PrepareAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>The transport has been opened anew.</summary>
    protected abstract void Reset();

    /// <summary>Sends the request and waits for its answer, for which it starts the deadline.</summary>
    protected abstract ValueTask<Verdict> ExchangeAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel);

    /// <summary>The exchange was cut off; decides what to say when it was for want of time, and what state the bus is in.</summary>
    protected abstract ValueTask<Verdict> GiveUpAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Verdict> ExchangeOrGiveUpAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            return await ExchangeAsync(unit, request, data, timeout, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var verdict = await GiveUpAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return _disposed ? Verdict.Failed(ModbusOutcome.NoConnection, "the client was disposed") : verdict;
        }
        catch (TransportException lost)
        {
            await transport.CloseAsync().ConfigureAwait(false);
            return Verdict.Failed(lost);
        }
        finally
        {
            Deadline.Stop();
        }
    }

    /// <summary>Reads only what is there already: nothing from a peer that is still there, the end of the stream from one that has gone.</summary>
    private async ValueTask NoticeClosedPeerAsync()
    {
        using var noWaiting = new CancellationTokenSource();
        try
        {
            var reading = transport.ReadAsync(RoomForStrays(), noWaiting.Token);
            if (!reading.IsCompleted) await noWaiting.CancelAsync().ConfigureAwait(false);
            int count = await reading.ConfigureAwait(false);
            if (count == 0) await transport.CloseAsync().ConfigureAwait(false);
            else StraysCame(count);
        }
        catch (OperationCanceledException)
        {
            // There, and silent.
        }
        catch (TransportException)
        {
            await transport.CloseAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Verdict> OpenAsync(TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            await transport.OpenAsync(Deadline.Start(timeout, cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await transport.CloseAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return Verdict.Failed(new TransportException(TransportFault.TimedOut, "the connection could not be opened in time"));
        }
        catch (TransportException refused)
        {
            return Verdict.Failed(refused);
        }
        finally
        {
            Deadline.Stop();
        }
        Count.Connected();
        Reset();
        return default;
    }
}
