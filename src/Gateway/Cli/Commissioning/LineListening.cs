using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Cli.Commissioning;

/// <summary>Listens on an open line without ever sending, and tells each frame as it is complete.</summary>
internal sealed class LineListening(BusLine line)
{
    /// <summary>Longer than the silence between frames and than the 16 ms a USB adapter holds bytes back; shorter than any poll.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromMilliseconds(40);

    private const int MostKept = 512;

    private readonly RtuListener _listener = new();
    private readonly byte[] _kept = new byte[MostKept];
    private int _length;
    private ModbusFrame? _asked;

    public LineStatistics Statistics { get; } = new();

    public long Garbage => _listener.Garbage;

    public long Bytes { get; private set; }

    /// <summary>What was heard last, at most <see cref="MostKept"/> bytes.</summary>
    public ReadOnlySpan<byte> Last => _kept.AsSpan(0, _length);

    /// <param name="tell">A frame, the request it answers if any, and how long the answer took.</param>
    /// <param name="stop">Ends it, without an exception.</param>
    /// <returns>False when the line was lost.</returns>
    public async Task<bool> RunAsync(Action<ModbusFrame, ModbusFrame?, TimeSpan?> tell, CancellationToken stop)
    {
        long began = line.Time.GetTimestamp();
        var buffer = new byte[512];
        Task<int>? reading = null;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                reading ??= line.Record.ReadAsync(buffer, stop).AsTask();
                if (await CameInTimeAsync(reading, stop))
                {
                    int count = await reading;
                    reading = null;
                    if (count == 0) return false;
                    Bytes += count;
                    Keep(buffer.AsSpan(0, count));
                    Tell(_listener.Hear(buffer.AsSpan(0, count)), tell, line.Time.GetElapsedTime(began));
                }
                else Tell(_listener.Silence(), tell, line.Time.GetElapsedTime(began));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Listened long enough.
        }
        Tell(_listener.Silence(), tell, line.Time.GetElapsedTime(began));
        Statistics.End();
        return true;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int dropped = Math.Max(0, _length + bytes.Length - MostKept);
        _kept.AsSpan(dropped, _length - dropped).CopyTo(_kept);
        bytes.CopyTo(_kept.AsSpan(_length - dropped));
        _length += bytes.Length - dropped;
    }

    private async Task<bool> CameInTimeAsync(Task<int> reading, CancellationToken stop)
    {
        if (reading.IsCompleted) return true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(reading, Task.Delay(_silence, line.Time, end.Token));
        await end.CancelAsync();
        return reading.IsCompleted;
    }

    private void Tell(IReadOnlyList<ModbusFrame> frames, Action<ModbusFrame, ModbusFrame?, TimeSpan?> tell, TimeSpan at)
    {
        foreach (var frame in frames)
        {
            var took = Statistics.Count(frame, at);
            tell(frame, took is null ? null : _asked, took);
            _asked = frame.IsRequest ? frame : null;
        }
    }
}
