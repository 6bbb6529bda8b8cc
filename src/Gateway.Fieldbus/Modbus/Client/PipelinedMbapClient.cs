using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>Modbus TCP or UDP with several requests on the wire; answers may come in any order.</summary>
/// <remarks>
/// One reading loop a connection hands each answer to the request with its transaction identifier. The turn guards writing, opening and closing.
/// When the stream is out of step or lost, everything on the wire ends with that reason and the connection is closed.
/// </remarks>
internal sealed class PipelinedMbapClient : IModbusClient
{
    private readonly ITransport _transport;
    private readonly bool _datagrams;
    private readonly SemaphoreSlim _queue = new(1, 1);
    private readonly SemaphoreSlim _window;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ClientCounters _count = new();
    private readonly PendingRequests _pending;
    private readonly Deadline _deadline;
    private readonly byte[] _sending = new byte[MbapFrame.MaximumLength];
    private readonly ReceiveBuffer _received = new(16 * MbapFrame.MaximumLength);
    private CancellationTokenSource _stopReading = new();
    private Task _reading = Task.CompletedTask;
    private bool _disposed;

    public PipelinedMbapClient(ITransport transport, int maximumInFlight, bool datagrams, TimeProvider time)
    {
        MaximumInFlight = maximumInFlight;
        _transport = transport;
        _datagrams = datagrams;
        _window = new SemaphoreSlim(maximumInFlight, maximumInFlight);
        _deadline = new Deadline(time);
        _pending = new PendingRequests(
            maximumInFlight, time, () => Abandon(ModbusOutcome.NoConnection, "another answer broke off; the connection was closed"));
    }

    public int MaximumInFlight { get; }

    public ModbusCounters Counters => _count.Snapshot();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ModbusAnswer> RequestAsync(byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        Demand.RoomFor(request, data);
        var pending = await SendInOrderAsync(unit, request, data, timeout, cancel).ConfigureAwait(false);
        try
        {
            var answer = await AnswerAsync(pending, cancel).ConfigureAwait(false);
            _count.Ended(answer.Outcome);
            return answer;
        }
        finally
        {
            _pending.Return(pending);
            _window.Release();
        }
    }

    public async ValueTask CloseAsync()
    {
        Abandon(ModbusOutcome.NoConnection, "the connection was closed");
        await TakeTurnAsync(CancellationToken.None).ConfigureAwait(false);
        _turn.Release();
    }

    public async ValueTask DisposeAsync()
    {
        Abandon(ModbusOutcome.NoConnection, "the client was disposed");
        await TakeTurnAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _disposed = true;
            await _transport.DisposeAsync().ConfigureAwait(false);
            _pending.Dispose();
            _deadline.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends when there is room on the wire. One request at a time waits for that, so that none overtakes another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PendingRequest> SendInOrderAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        await _queue.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await _window.WaitAsync(cancel).ConfigureAwait(false);
            PendingRequest? pending = null;
            try
            {
                return pending = await SendAsync(unit, request, data, timeout, cancel).ConfigureAwait(false);
            }
            finally
            {
                if (pending is null) _window.Release();
            }
        }
        finally
        {
            _queue.Release();
        }
    }

    /// <summary>Puts a request on the wire. Whatever goes wrong with that ends the pending request, which is awaited in every case.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PendingRequest> SendAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        await TakeTurnAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _count.RequestBegun();
            if (_reading.IsCompleted) await OpenAsync(timeout, cancel).ConfigureAwait(false);

            var pending = _pending.Begin(unit, request, data, timeout);
            if (!_reading.IsCompleted) await WriteAsync(pending, timeout).ConfigureAwait(false);
            return pending;
        }
        finally
        {
            _turn.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ModbusAnswer> AnswerAsync(PendingRequest pending, CancellationToken cancel)
    {
        using (cancel.UnsafeRegister(static (waiting, token) => ((PendingRequest)waiting!).GiveUp(token), pending))
            return await pending.Answer.ConfigureAwait(false);
    }

    /// <summary>Takes the turn when there is a sound connection or none; one that has ended is left to its reader to close first.</summary>
    private async ValueTask TakeTurnAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _turn.WaitAsync(cancel).ConfigureAwait(false);
            if (_reading.IsCompleted || _transport.IsOpen && !_pending.HasEnded) return;

            var reading = _reading;
            _turn.Release();
            Abandon(ModbusOutcome.NoConnection, "the connection was lost");
            await reading.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask OpenAsync(TimeSpan timeout, CancellationToken cancel)
    {
        // A fault of the last reader is a bug; it surfaces here, once.
        var lastReading = _reading;
        _reading = Task.CompletedTask;
        await lastReading.ConfigureAwait(false);

        _pending.Open();
        try
        {
            await _transport.OpenAsync(_deadline.Start(timeout, cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _transport.CloseAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            _pending.End(Verdict.Failed(new TransportException(TransportFault.TimedOut, "the connection could not be opened in time")));
            return;
        }
        catch (TransportException refused)
        {
            _pending.End(Verdict.Failed(refused));
            return;
        }
        finally
        {
            _deadline.Stop();
        }
        _count.Connected();
        _received.Clear();
        _stopReading = new CancellationTokenSource();
        _reading = ReadAsync(_stopReading.Token);
    }

    private async ValueTask WriteAsync(PendingRequest pending, TimeSpan timeout)
    {
        int pduLength = RequestPdu.Write(pending.Request, _sending.AsSpan(MbapFrame.HeaderLength));
        int length = MbapFrame.Complete(pending.Transaction, pending.Unit, pduLength, _sending);
        try
        {
            // Not the caller's token: half a request on the wire would end everybody's connection.
            await _transport.WriteAsync(_sending.AsMemory(0, length), _deadline.Start(timeout, CancellationToken.None)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Abandon(ModbusOutcome.NoConnection, "a request could not be sent in time; the connection was closed");
        }
        catch (TransportException lost)
        {
            Abandon(ModbusOutcome.NoConnection, lost.Message);
        }
        finally
        {
            _deadline.Stop();
        }
    }

    /// <summary>Ends everything that is on the wire; the reader closes the connection when it sees that.</summary>
    private void Abandon(ModbusOutcome outcome, string reason)
    {
        _pending.End(Verdict.Failed(outcome, reason));
        _stopReading.Cancel();
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            _pending.End(await ReadUntilEndAsync(stop).ConfigureAwait(false));
        }
        finally
        {
            await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                await _transport.CloseAsync().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async ValueTask<Verdict> ReadUntilEndAsync(CancellationToken stop)
    {
        try
        {
            while (await _transport.ReadAsync(_received.MakeRoom(), stop).ConfigureAwait(false) is > 0 and var count)
            {
                _received.Add(count);
                if (!HandOutAnswers())
                    return Verdict.Failed(ModbusOutcome.Mismatch, "what came back is not Modbus TCP; the connection was closed");
            }
            return Verdict.Failed(ModbusOutcome.NoConnection, "the peer closed the connection while its answer was awaited");
        }
        catch (OperationCanceledException)
        {
            return Verdict.Failed(ModbusOutcome.NoConnection, "the connection was closed");
        }
        catch (TransportException lost)
        {
            return Verdict.Failed(lost);
        }
    }

    /// <returns>False when the stream is out of step.</returns>
    private bool HandOutAnswers()
    {
        OperationStatus status;
        while ((status = MbapFrame.TryRead(_received.Received, out var header, out var pdu)) == OperationStatus.Done)
        {
            if (_pending.Take(header.Transaction) is { } pending)
                _pending.Complete(pending, Verdict.Of(pending.Unit, pending.Request, header.Unit, pdu, pending.Data));
            else
                _count.LateAnswer();
            _received.Consume(header.FrameLength);
        }
        if (_datagrams && _received.Length > 0)
        {
            _received.Clear();
            _pending.Stray();
            _count.LateAnswer();
            return true;
        }
        var half = _received.Received;
        _pending.HalfArrived(half.Length < 2 ? -1 : BinaryPrimitives.ReadUInt16BigEndian(half));
        return status != OperationStatus.InvalidData;
    }
}
