using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>Listens to the scales of an open line without ever sending, and tells each frame as it is complete.</summary>
internal sealed class ScaleListening(BusLine line, ScaleProtocol protocol)
{
    /// <summary>Enough of what was not understood to be shown.</summary>
    private const int MostKept = 64;

    private readonly ScaleFrameReader _reader = new(protocol, amidStream: true);
    private readonly List<byte> _last = [];
    private readonly SortedDictionary<int, (long Frames, long Refusals)> _scales = [];

    public ScaleProtocol Protocol => protocol;

    public ScaleCounters Counters => _reader.Counters;

    public long Bytes { get; private set; }

    /// <summary>What came last, frame or not.</summary>
    public ReadOnlyMemory<byte> Last => _last.ToArray();

    /// <summary>Frames and refusals by the address that they name; 0 for those that name none.</summary>
    public IReadOnlyDictionary<int, (long Frames, long Refusals)> Scales => _scales;

    /// <param name="stop">Ends it, without an exception.</param>
    /// <returns>False when the line was lost.</returns>
    public async Task<bool> RunAsync(Action<ScaleFrame> tell, CancellationToken stop)
    {
        var buffer = new byte[512];
        try
        {
            while (!stop.IsCancellationRequested)
            {
                int count = await line.Record.ReadAsync(buffer, stop);
                if (count == 0) return false;
                Hear(buffer.AsSpan(0, count), tell);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Listened long enough.
        }
        return true;
    }

    private void Hear(ReadOnlySpan<byte> bytes, Action<ScaleFrame> tell)
    {
        Bytes += bytes.Length;
        _last.AddRange(bytes);
        _last.RemoveRange(0, Math.Max(0, _last.Count - MostKept));
        foreach (var frame in _reader.Take(bytes))
        {
            var (frames, refusals) = _scales.GetValueOrDefault(frame.Report.Address ?? 0);
            _scales[frame.Report.Address ?? 0] = (frames + 1, refusals + (frame.Result == FrameResult.Refused ? 1 : 0));
            tell(frame);
        }
    }
}
