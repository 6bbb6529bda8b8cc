using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>The message of readings being collected.</summary>
internal sealed class OpenMessage(BufferLimits limits) : IDisposable
{
    // A number and its comma; a quality with quotes and reason. Estimates: only the size of a message depends on them.
    private const int NumberBytes = 7;
    private const int QualityBytes = 16;

    private readonly ReadingsWriter _writer = new();
    private LastReading[] _last = [];
    private int[] _rowBytes = [];
    private int _jsonBytes;

    public int Count => _writer.Count;

    public bool IsFull => _writer.Count >= limits.MessageReadings || _jsonBytes >= limits.MessageJsonBytes;

    /// <summary>From now on point numbers mean this layout's points. The message must be empty.</summary>
    public void Use(Layout layout)
    {
        _rowBytes = layout.RowBytes();
        _last = new LastReading[_rowBytes.Length];
    }

    public void Add(in Reading reading)
    {
        ref var last = ref _last[reading.Point];
        bool isChanged = last.Differs(reading);
        _writer.Append(reading, isChanged);
        if (isChanged) last = LastReading.Of(reading);
        _jsonBytes += _rowBytes[reading.Point] + NumberBytes + (reading.Text?.Length ?? 0) + (reading.Quality.IsGood ? 0 : QualityBytes);
    }

    /// <summary>The body; the message is empty afterwards.</summary>
    public byte[] Seal()
    {
        _jsonBytes = 0;
        return _writer.Seal();
    }

    /// <summary>The next reading of each point counts as changed: what it would be compared with was given up.</summary>
    public void Forget() => Array.Clear(_last);

    public void Dispose() => _writer.Dispose();
}
