namespace Gateway.Core.Buffering;

/// <summary>The last messages stored of one lane, without a gap, within a bound in bytes. Not safe for threads.</summary>
internal sealed class RecentLane(long maximumBytes)
{
    private StoredMessage[] _ring = new StoredMessage[64];
    private int _first;
    private int _count;
    private long _bytes;

    public void Add(StoredMessage message)
    {
        if (_count > 0 && message.Seq != At(_count - 1).Seq + 1) Clear();
        if (_count == _ring.Length) Grow();
        _ring[(_first + _count++) % _ring.Length] = message;
        _bytes += message.Body.Length;
        while (_bytes > maximumBytes && _count > 1) RemoveFirst();
    }

    /// <returns>Null when the beginning of what is asked for is not here.</returns>
    public List<StoredMessage>? Read(long from, int most, long mostBytes)
    {
        if (_count == 0 || from < At(0).Seq || from > At(_count - 1).Seq) return null;
        var found = new List<StoredMessage>();
        for (int at = (int)(from - At(0).Seq); at < _count && found.Count < most; at++)
        {
            mostBytes -= At(at).Body.Length;
            if (mostBytes < 0 && found.Count > 0) break;
            found.Add(At(at));
        }
        return found;
    }

    public void ForgetThrough(long seq)
    {
        while (_count > 0 && At(0).Seq <= seq) RemoveFirst();
    }

    private StoredMessage At(int place) => _ring[(_first + place) % _ring.Length];

    private void Clear()
    {
        while (_count > 0) RemoveFirst();
    }

    private void RemoveFirst()
    {
        _bytes -= _ring[_first].Body.Length;
        _ring[_first] = null!;
        _first = (_first + 1) % _ring.Length;
        _count--;
    }

    private void Grow()
    {
        var larger = new StoredMessage[_ring.Length * 2];
        for (int at = 0; at < _count; at++) larger[at] = At(at);
        _ring = larger;
        _first = 0;
    }
}
