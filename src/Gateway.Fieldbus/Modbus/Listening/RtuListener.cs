using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Modbus.Listening;

/// <summary>Finds the frames in what is heard on an RTU line, requests and responses alike. Knows no clock: whoever reads says when the line fell
/// silent.</summary>
/// <remarks>
/// On the line nothing tells a request from a response. What fits both is taken for a response when it answers the request heard last. Bytes that begin
/// no frame are counted; those behind them are tried again, so that noise costs nothing but itself.
/// </remarks>
public sealed class RtuListener
{
    private readonly byte[] _bytes = new byte[4 * RtuFrame.MaximumLength];
    private int _length;
    private ModbusFrame? _open;

    /// <summary>Bytes that belonged to no frame.</summary>
    public long Garbage { get; private set; }

    /// <summary>The request that is still unanswered; null when there is none.</summary>
    public ModbusFrame? Unanswered => _open;

    /// <summary>Takes bytes as they come.</summary>
    /// <returns>The frames that are complete now.</returns>
    public IReadOnlyList<ModbusFrame> Hear(ReadOnlySpan<byte> bytes)
    {
        List<ModbusFrame> frames = [];
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _bytes.Length - _length);
            bytes[..count].CopyTo(_bytes.AsSpan(_length));
            _length += count;
            bytes = bytes[count..];
            // A full buffer holds no frame that more bytes could complete at its front.
            Take(frames, isComplete: _length == _bytes.Length);
        }
        return frames;
    }

    /// <summary>Nothing has come for a while: what is there is all there is (Serial Line V1.02, 2.5.1.1).</summary>
    /// <returns>Frames that only now are known to be whole.</returns>
    public IReadOnlyList<ModbusFrame> Silence()
    {
        List<ModbusFrame> frames = [];
        Take(frames, isComplete: true);
        return frames;
    }

    private void Take(List<ModbusFrame> frames, bool isComplete)
    {
        int at = 0;
        while (at < _length)
        {
            var rest = _bytes.AsSpan(at, _length - at);
            var status = Read(rest, out var frame);
            if (status == OperationStatus.NeedMoreData && !isComplete) break;
            if (frame is null)
            {
                Garbage++;
                at++;
                continue;
            }
            frames.Add(frame);
            _open = frame.IsRequest ? frame : null;
            at += frame.Bytes.Length;
        }
        _bytes.AsSpan(at, _length - at).CopyTo(_bytes);
        _length -= at;
    }

    private OperationStatus Read(ReadOnlySpan<byte> rest, out ModbusFrame? frame)
    {
        var asResponse = RtuFrame.TryReadResponse(rest, out byte unit, out var pdu);
        var response = asResponse == OperationStatus.Done ? Frame(false, unit, pdu, rest) : null;
        var asRequest = RtuFrame.TryReadRequest(rest, out unit, out pdu);
        var request = asRequest == OperationStatus.Done && ModbusFrames.CanBeRequest(pdu) ? Frame(true, unit, pdu, rest) : null;
        bool isAnswer = response is not null && _open is not null && response.Answers(_open);
        frame = isAnswer ? response : request ?? response;
        if (frame is not null) return OperationStatus.Done;
        return asResponse == OperationStatus.NeedMoreData || asRequest == OperationStatus.NeedMoreData
            ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
    }

    private static ModbusFrame Frame(bool isRequest, byte unit, ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> rest) =>
        new(ModbusFraming.Rtu, isRequest, unit, pdu.ToArray(), rest[..(1 + pdu.Length + RtuFrame.CrcLength)].ToArray());
}
