using System.Runtime.CompilerServices;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>RTU or ASCII, on a serial line or over a network: one request at a time, and only a quiet line is spoken on.</summary>
/// <remarks>
/// These frames carry no transaction identifier. A late answer with the same unit, function and length cannot be told from the right one, so after
/// every failure the line must fall silent first, and what comes meanwhile is thrown away.
/// </remarks>
internal sealed class SerialClient(ITransport transport, ISerialResponses responses, ModbusSerialSettings settings, TimeProvider time)
    : SequentialClient(transport, time)
{
    private readonly byte[] _pdu = new byte[PduLimits.MaximumLength];
    private readonly byte[] _sending = new byte[responses.MaximumFrame];
    private readonly ReceiveBuffer _received = new(4 * responses.MaximumFrame);
    private byte _unit;
    private ModbusRequest _request;
    private long _lastByteAt;
    private bool _anythingCame;
    private bool _doubtful;

    protected override void Reset()
    {
        _doubtful = false;
        _lastByteAt = Time.GetTimestamp();
    }

    protected override Memory<byte> RoomForStrays()
    {
        _received.Clear();
        return _received.MakeRoom();
    }

    protected override void StraysCame(int count)
    {
        _doubtful = true;
        Count.LateAnswer();
    }

    protected override async ValueTask PrepareAsync(CancellationToken cancel)
    {
        if (_doubtful) await FallSilentAsync(cancel).ConfigureAwait(false);
        while (settings.SilentInterval - Time.GetElapsedTime(_lastByteAt) is var left && left > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Time, cancel).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Verdict> ExchangeAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        (_unit, _request) = (unit, request);
        _anythingCame = false;
        _doubtful = true;
        _received.Clear();
        if (Transport.DiscardInput()) Count.LateAnswer();

        int pduLength = RequestPdu.Write(request, _pdu);
        int length = responses.WriteRequest(unit, _pdu.AsSpan(0, pduLength), _sending);
        // The time-out is the server's; what our own bytes take on a slow line comes on top.
        var transmission = settings.CharacterTime * length;
        var limit = Deadline.Start(transmission + timeout, cancel);
        await Transport.WriteAsync(_sending.AsMemory(0, length), limit).ConfigureAwait(false);
        _lastByteAt = Time.GetTimestamp();
        if (unit == 0 && request.IsWrite) return await FinishBroadcastAsync(transmission, cancel).ConfigureAwait(false);

        bool echoAwaited = settings.LocalEcho;
        while (true)
        {
            limit.ThrowIfCancellationRequested();
            int count = await Transport.ReadAsync(MakeRoom(), limit).ConfigureAwait(false);
            if (count == 0)
            {
                await Transport.CloseAsync().ConfigureAwait(false);
                return Verdict.Failed(ModbusOutcome.NoConnection, "the line was lost while an answer was awaited");
            }
            _received.Add(count);
            _lastByteAt = Time.GetTimestamp();

            if (echoAwaited && EchoIsComing(length)) continue;
            echoAwaited = false;
            if (_received.Length == 0) continue;
            _anythingCame = true;
            var found = responses.Find(_received.Received, unit, request, _pdu);
            if (found.IsFound)
            {
                // Bytes behind the answer were not asked for; the line must show that there are no more of them.
                _doubtful = found.End < _received.Length;
                return Verdict.Of(unit, request, unit, _pdu.AsSpan(0, found.PduLength), data);
            }
            if (found.Damaged) Deadline.Shorten(settings.QuietTime);
        }
    }

    protected override ValueTask<Verdict> GiveUpAsync()
    {
        if (!_anythingCame)
        {
            _doubtful = !settings.TrustsSilence;
            return new(Verdict.Failed(ModbusOutcome.NoAnswer, "nothing came back in time"));
        }
        var outcome = responses.Diagnose(_received.Received, _unit, _request);
        return new(Verdict.Failed(outcome, outcome switch
        {
            ModbusOutcome.CheckSumError => "what came back has a wrong check sum",
            ModbusOutcome.Mismatch => "a good frame came back, but not the answer: another unit, function code or length",
            _ => "what came back is no whole frame",
        }));
    }

    /// <summary>Takes our own request from the front of what was received, once it is there.</summary>
    /// <returns>Whether more of it has to come. An echo that came back damaged is left standing: it is noise before the answer.</returns>
    private bool EchoIsComing(int length)
    {
        var echo = _sending.AsSpan(0, length);
        var received = _received.Received;
        if (received.Length < length) return echo.StartsWith(received);
        if (received.StartsWith(echo)) _received.Consume(length);
        return false;
    }

    /// <summary>Makes room for reading; of a line that never stops, only so much is kept as an answer can have begun in.</summary>
    private Memory<byte> MakeRoom()
    {
        if (_received.Length >= 3 * responses.MaximumFrame) _received.Consume(_received.Length - responses.MaximumFrame + 1);
        return _received.MakeRoom();
    }

    private async ValueTask<Verdict> FinishBroadcastAsync(TimeSpan transmission, CancellationToken cancel)
    {
        await Task.Delay(transmission + settings.TurnaroundDelay, Time, cancel).ConfigureAwait(false);
        _doubtful = false;
        return default;
    }

    /// <summary>Reads and drops until nothing has come for the quiet time, at most for the quiet limit.</summary>
    private async ValueTask FallSilentAsync(CancellationToken cancel)
    {
        long startedAt = Time.GetTimestamp();
        bool late = false;
        try
        {
            while (Time.GetElapsedTime(startedAt) < settings.QuietLimit)
            {
                _received.Clear();
                if (await Transport.ReadAsync(_received.MakeRoom(), Deadline.Start(settings.QuietTime, cancel)).ConfigureAwait(false) == 0) break;
                _lastByteAt = Time.GetTimestamp();
                late = true;
            }
        }
        catch (OperationCanceledException)
        {
            // Quiet at last, unless it was the caller who gave up.
            cancel.ThrowIfCancellationRequested();
        }
        catch (TransportException)
        {
            await Transport.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            Deadline.Stop();
            if (late) Count.LateAnswer();
        }
        _doubtful = false;
    }
}
