using System.Buffers;
using System.Runtime.CompilerServices;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>Modbus TCP or UDP, one request at a time.</summary>
/// <remarks>
/// An answer belongs to the request whose transaction identifier it carries; any other is late or stray, is counted and thrown away. A stream that
/// is out of step cannot be brought back into step, so it is closed; a datagram that makes no sense is only dropped.
/// </remarks>
internal sealed class MbapClient(ITransport transport, bool datagrams, TimeProvider time) : SequentialClient(transport, time)
{
    private readonly byte[] _sending = new byte[MbapFrame.MaximumLength];
    private readonly ReceiveBuffer _received = new(4 * MbapFrame.MaximumLength);
    private ushort _transaction;
    private bool _writing;
    private int _strays;

    protected override void Reset() => _received.Clear();

    protected override Memory<byte> RoomForStrays() => _received.MakeRoom();

    protected override void StraysCame(int count) => _received.Add(count);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Verdict> ExchangeAsync(
        byte unit, ModbusRequest request, Memory<byte> data, TimeSpan timeout, CancellationToken cancel)
    {
        _strays = 0;
        _transaction++;
        int pduLength = RequestPdu.Write(request, _sending.AsSpan(MbapFrame.HeaderLength));
        int length = MbapFrame.Complete(_transaction, unit, pduLength, _sending);
        var limit = Deadline.Start(timeout, cancel);
        _writing = true;
        await Transport.WriteAsync(_sending.AsMemory(0, length), limit).ConfigureAwait(false);
        _writing = false;

        while (true)
        {
            var status = TakeAnswer(unit, request, data, out var verdict);
            if (status == OperationStatus.Done) return verdict;
            if (status == OperationStatus.InvalidData)
            {
                await Transport.CloseAsync().ConfigureAwait(false);
                return Verdict.Failed(ModbusOutcome.Mismatch, "what came back is not Modbus TCP; the connection was closed");
            }

            limit.ThrowIfCancellationRequested();
            int count = await Transport.ReadAsync(_received.MakeRoom(), limit).ConfigureAwait(false);
            if (count == 0)
            {
                await Transport.CloseAsync().ConfigureAwait(false);
                return Verdict.Failed(ModbusOutcome.NoConnection, "the peer closed the connection while its answer was awaited");
            }
            _received.Add(count);
        }
    }

    protected override async ValueTask<Verdict> GiveUpAsync()
    {
        // Half a frame, sent or received, after all the time there was: nobody can tell any more where the next one begins.
        bool incomplete = _received.Length > 0;
        if (_writing || incomplete) await Transport.CloseAsync().ConfigureAwait(false);
        if (_writing) return Verdict.Failed(ModbusOutcome.NoConnection, "the request could not be sent in time; the connection was closed");
        if (incomplete) return Verdict.Failed(ModbusOutcome.Incomplete, "only a part of an answer came in time; the connection was closed");
        return _strays > 0
            ? Verdict.Failed(ModbusOutcome.Mismatch, "only answers to other requests came in time")
            : Verdict.Failed(ModbusOutcome.NoAnswer, "nothing came back in time");
    }

    /// <summary>Looks for the answer in what has come; what answers something else is thrown away.</summary>
    /// <returns>InvalidData on a connection that carries something else than Modbus TCP.</returns>
    private OperationStatus TakeAnswer(byte unit, in ModbusRequest request, Memory<byte> data, out Verdict verdict)
    {
        verdict = default;
        while (true)
        {
            var status = MbapFrame.TryRead(_received.Received, out var header, out var pdu);
            if (status != OperationStatus.Done) return DropDatagram() ? OperationStatus.NeedMoreData : status;
            bool isMine = header.Transaction == _transaction;
            if (isMine) verdict = Verdict.Of(unit, request, header.Unit, pdu, data);
            _received.Consume(header.FrameLength);
            if (isMine) return OperationStatus.Done;
            Stray();
        }
    }

    /// <summary>What is left of a datagram is no beginning of the next one.</summary>
    private bool DropDatagram()
    {
        if (!datagrams || _received.Length == 0) return false;
        _received.Clear();
        Stray();
        return true;
    }

    private void Stray()
    {
        _strays++;
        Count.LateAnswer();
    }
}
