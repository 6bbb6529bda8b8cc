namespace Gateway.Core.Buffering;

/// <summary>Something on the disk that can be given up when others have filled it: the ballast, a day of history.</summary>
public interface IDiskReserve
{
    /// <summary>Whether something is given up that is to be put back.</summary>
    bool IsOut { get; }

    /// <summary>Gives up one piece.</summary>
    /// <returns>What was given up; null when nothing is left, or nothing can be given up just now.</returns>
    ReservePiece? TryRelease();

    /// <summary>Puts back what was given up once there is room again. Asked when the store is opened and once a minute.</summary>
    void TryRestore();
}
