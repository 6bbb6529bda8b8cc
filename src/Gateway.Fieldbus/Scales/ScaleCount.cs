namespace Gateway.Fieldbus.Scales;

/// <summary>Counts what happens on one bus; written by the client, read by anybody at any time.</summary>
internal sealed class ScaleCount
{
    private long _frames;
    private long _garbageBytes;
    private long _checkSumErrors;
    private long _refusals;
    private long _strays;
    private long _timeOuts;
    private long _polls;

    public void Frame() => Interlocked.Increment(ref _frames);

    public void Garbage(int bytes) => Interlocked.Add(ref _garbageBytes, bytes);

    public void CheckSumError() => Interlocked.Increment(ref _checkSumErrors);

    public void Refusal() => Interlocked.Increment(ref _refusals);

    public void Stray() => Interlocked.Increment(ref _strays);

    public void TimeOut() => Interlocked.Increment(ref _timeOuts);

    public void Poll() => Interlocked.Increment(ref _polls);

    public ScaleCounters Snapshot() => new(
        Interlocked.Read(ref _frames),
        Interlocked.Read(ref _garbageBytes),
        Interlocked.Read(ref _checkSumErrors),
        Interlocked.Read(ref _refusals),
        Interlocked.Read(ref _strays),
        Interlocked.Read(ref _timeOuts),
        Interlocked.Read(ref _polls));
}
