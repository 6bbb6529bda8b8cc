namespace Gateway.Core.Forwarding;

/// <summary>How fast a backlog may go out beside fresh readings. Decides, and does no I/O.</summary>
/// <remarks>
/// What is in flight at the broker stands before the next fresh message on the line, so its bytes are kept to what the line carries in less than a second:
/// they grow with each quick acknowledgement and are halved by a slow one. A bucket of tokens keeps the rate below what platforms allow. One message may
/// always be in flight.
/// </remarks>
/// <param name="perSecond">Messages a second, at most.</param>
internal sealed class BacklogPace(int perSecond = BacklogPace.MostPerSecond)
{
    /// <summary>Messages a second, at most: 100,000 readings of a middling site.</summary>
    public const int MostPerSecond = 500;

    private const int Burst = 50;
    private const long FirstBytes = 32 * 1024;
    private const long FewestBytes = 4 * 1024;

    private static readonly TimeSpan _quick = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(1);

    private double _tokens = Math.Min(Burst, perSecond);
    private TimeSpan _filledAt;
    private TimeSpan _cutAt = TimeSpan.MinValue;
    private int _inFlight;
    private long _bytes;

    /// <summary>Bytes that may be in flight now.</summary>
    public long AllowedBytes { get; private set; } = FirstBytes;

    /// <param name="now">The feed's own monotonic clock.</param>
    /// <param name="places">Of the send window: a quarter is kept for alarms, and an eighth is enough for fresh readings, which come once a second.</param>
    public bool MaySend(TimeSpan now, int places)
    {
        Fill(now);
        if (_tokens < 1) return false;
        return _inFlight == 0 || (_inFlight < Math.Max(1, places * 5 / 8) && _bytes < AllowedBytes);
    }

    /// <summary>When there is a token again; null when there is one, and only an acknowledgement is waited for.</summary>
    public TimeSpan? NextToken => _tokens >= 1 ? null : _filledAt + TimeSpan.FromSeconds((1 - _tokens) / perSecond);

    public void Sent(int bytes)
    {
        _tokens--;
        _inFlight++;
        _bytes += bytes;
    }

    /// <summary>A publish has ended.</summary>
    /// <param name="latency">From sending to the answer; null when there was none.</param>
    public void Ended(int bytes, TimeSpan? latency, TimeSpan now)
    {
        _inFlight--;
        _bytes -= bytes;
        if (latency is not { } took) return;
        if (took < _quick) AllowedBytes = Math.Min(AllowedBytes + bytes, SendWindow.MostBytes / 2);
        // What was sent before the cut is slow for the same reason.
        if (took <= _slow || (_cutAt > TimeSpan.MinValue && now - _cutAt < took)) return;
        AllowedBytes = Math.Max(AllowedBytes / 2, FewestBytes);
        _cutAt = now;
    }

    private void Fill(TimeSpan now)
    {
        _tokens = Math.Min(Math.Min(Burst, perSecond), _tokens + ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
