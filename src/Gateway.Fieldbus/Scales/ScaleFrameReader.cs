namespace Gateway.Fieldbus.Scales;

/// <summary>Reads what scales say for somebody who only looks on: bytes in, however they are cut into pieces, frames out. Without I/O.</summary>
public sealed class ScaleFrameReader
{
    private readonly ScaleCount _count = new();
    private readonly ScaleFrames _frames;

    /// <param name="protocol">What is spoken.</param>
    /// <param name="amidStream">Whether the first byte to come may be any of a frame, as on a line that one begins to listen to.</param>
    public ScaleFrameReader(ScaleProtocol protocol, bool amidStream)
    {
        _frames = new(protocol, _count);
        _frames.Restart(amidStream);
    }

    /// <summary>Frames, and what was none of them; nothing was polled here.</summary>
    public ScaleCounters Counters => _count.Snapshot();

    /// <summary>Takes what came.</summary>
    /// <returns>The frames that are complete now, oldest first.</returns>
    public IReadOnlyList<ScaleFrame> Take(ReadOnlySpan<byte> received)
    {
        List<ScaleFrame> frames = [];
        while (!received.IsEmpty)
        {
            var room = _frames.MakeRoom().Span;
            int count = Math.Min(room.Length, received.Length);
            received[..count].CopyTo(room);
            _frames.Add(count);
            received = received[count..];
            while (_frames.Next(out var report, out var frame) is var result && result != FrameResult.NeedMore)
                frames.Add(new(result, report, frame.ToArray()));
        }
        return frames;
    }
}
