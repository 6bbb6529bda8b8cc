namespace Gateway.Mqtt.Sessions;

/// <summary>Packet identifiers 1 to 65,535, given out in turn.</summary>
/// <remarks>A freed one comes back as late as possible, so that a late or repeated answer finds nobody.</remarks>
internal sealed class PacketIdentifiers
{
    private const int Highest = ushort.MaxValue;

    private readonly ulong[] _taken = new ulong[(Highest + 1) / 64];
    private int _last;
    private int _count;

    /// <summary>The next free identifier; 0 when there is none.</summary>
    public ushort Take()
    {
        if (_count == Highest) return 0;
        do _last = _last == Highest ? 1 : _last + 1;
        while ((_taken[_last / 64] & (1UL << (_last % 64))) != 0);
        _taken[_last / 64] |= 1UL << (_last % 64);
        _count++;
        return (ushort)_last;
    }

    public void Release(ushort identifier)
    {
        _taken[identifier / 64] &= ~(1UL << (identifier % 64));
        _count--;
    }
}
