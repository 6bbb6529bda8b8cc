using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>What is given up, in order, when others have filled the disk: the ballast first, then what can be spared best.</summary>
internal sealed class Reserves(ILogger logger)
{
    // Enough for whoever looks every few seconds.
    private const int Remembered = 64;

    private readonly Lock _gate = new();
    private readonly List<IDiskReserve> _reserves = [];
    private readonly Queue<RoomMade> _made = new();
    private long _count;

    /// <summary>The last pieces given up, oldest first.</summary>
    public IReadOnlyList<RoomMade> Made
    {
        get { lock (_gate) return [.. _made]; }
    }

    /// <summary>Whether something is given up that comes back when there is room.</summary>
    public bool IsOut => _reserves.Exists(reserve => reserve.IsOut);

    /// <summary>To be called before anything else.</summary>
    public void Add(IDiskReserve reserve) => _reserves.Add(reserve);

    /// <returns>Whether there is more room now.</returns>
    public bool TryRelease()
    {
        foreach (var reserve in _reserves)
        {
            if (reserve.TryRelease() is not { } piece) continue;
            Log.RoomMade(logger, piece.What, piece.Bytes);
            lock (_gate)
            {
                _made.Enqueue(new RoomMade(++_count, piece));
                if (_made.Count > Remembered) _made.Dequeue();
            }
            return true;
        }
        return false;
    }

    public void Restore()
    {
        foreach (var reserve in _reserves) reserve.TryRestore();
    }
}
