namespace Gateway.Core.History;

/// <summary>One point's readings of one hour while they are being taken: how many there are, and which of them are gathered in this pass.</summary>
internal sealed class PointHour(HistoryPoint point, long hour)
{
    public HistoryPoint Point => point;

    public long Hour => hour;

    /// <summary>Readings counted in the first pass.</summary>
    public int Count { get; private set; }

    /// <summary>Readings gathered in an earlier pass.</summary>
    public int Done { get; private set; }

    /// <summary>Where the gathered ones begin in the common array.</summary>
    public int Offset { get; private set; }

    public int Gathered { get; private set; }

    private int Wanted { get; set; }

    private int Seen { get; set; }

    public int Left => Count - Done;

    public void CountOne() => Count++;

    /// <summary>Before a pass: the next so many are wanted.</summary>
    public void Want(int offset, int readings)
    {
        Offset = offset;
        Wanted = readings;
    }

    public void BeginPass()
    {
        Seen = 0;
        Gathered = 0;
    }

    /// <returns>The reading's place in the common array; -1 when it is not wanted in this pass.</returns>
    public int PlaceOfNext()
    {
        int index = Seen++;
        return index >= Done && index < Done + Wanted ? Offset + Gathered++ : -1;
    }

    /// <summary>After a pass: what was wanted is done, also when some of it could not be read again.</summary>
    public void EndPass()
    {
        Done += Wanted;
        Wanted = 0;
    }
}
