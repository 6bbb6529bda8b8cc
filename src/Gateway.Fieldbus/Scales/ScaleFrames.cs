using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Scales;

/// <summary>Turns what arrives into frames, however it is cut into pieces, and counts what is none. Without I/O; its memory never grows.</summary>
internal sealed class ScaleFrames(ScaleProtocol protocol, ScaleCount count)
{
    private const int LeastCapacity = 1024;

    private readonly ReceiveBuffer _received = new(Math.Max(LeastCapacity, 4 * protocol.MaximumFrame));
    private bool _aligned;

    /// <summary>Whether anything has come since <see cref="Restart"/> or <see cref="ForgetTrouble"/>.</summary>
    public bool AnythingCame { get; private set; }

    /// <summary>Whether a frame with a wrong check sum has come since then.</summary>
    public bool DamagedCame { get; private set; }

    public Memory<byte> MakeRoom() => _received.MakeRoom();

    public void Add(int bytes)
    {
        _received.Add(bytes);
        AnythingCame |= bytes > 0;
    }

    /// <summary>Forgets all that came.</summary>
    /// <param name="amidStream">Whether the first byte to come may be any of a frame, as it is when one begins to listen to a stream.</param>
    public void Restart(bool amidStream)
    {
        _received.Clear();
        _aligned = !amidStream || protocol.Boundary.IsEmpty;
        ForgetTrouble();
    }

    public void ForgetTrouble() => AnythingCame = DamagedCame = false;

    /// <summary>Takes the next frame out of what came.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="frame">Its bytes, until the next call of any member.</param>
    /// <returns>NeedMore, Report, Refused or Answer; what lies before it has been dropped and counted.</returns>
    public FrameResult Next(out WeightReport report, out ReadOnlySpan<byte> frame)
    {
        report = default;
        frame = default;
        if (!_aligned && !Align()) return FrameResult.NeedMore;
        while (true)
        {
            var result = protocol.TryRead(_received.Received, out report, out int consumed);
            frame = _received.Received[..consumed];
            _received.Consume(consumed);
            switch (result)
            {
                case FrameResult.NeedMore:
                    return result;
                case FrameResult.Garbage:
                    count.Garbage(consumed);
                    break;
                case FrameResult.CheckSumError:
                    count.CheckSumError();
                    DamagedCame = true;
                    break;
                default:
                    count.Frame();
                    if (result == FrameResult.Refused) count.Refusal();
                    return result;
            }
        }
    }

    /// <summary>Drops the half frame that a stream was entered in.</summary>
    private bool Align()
    {
        var boundary = protocol.Boundary.Span;
        int at = _received.Received.IndexOf(boundary);
        _aligned = at >= 0;
        // The boundary itself may have come in half.
        int dropped = _aligned ? at + boundary.Length : Math.Max(0, _received.Length - boundary.Length + 1);
        _received.Consume(dropped);
        return _aligned;
    }
}
