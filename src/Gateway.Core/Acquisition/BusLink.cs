using Gateway.Core.Acquisition.Scheduling;

namespace Gateway.Core.Acquisition;

/// <summary>Whether there is a way to the bus, and when to try again. Decides; <see cref="LinkOwner"/> acts.</summary>
internal sealed class BusLink(Backoff backoff, LoopClock clock)
{
    public BusState State { get; private set; }

    /// <summary>Why there is no way; null while there is.</summary>
    public LinkTrouble? Trouble { get; private set; }

    public long SinceMs { get; private set; } = clock.WallMs;

    /// <summary>Rises each time the bus opens or is lost.</summary>
    public int Edges { get; private set; }

    public bool IsLost => State == BusState.Lost;

    /// <summary>Somebody else has the bus.</summary>
    public bool IsLent => State == BusState.Lent;

    /// <summary>When a lost bus may be tried again.</summary>
    public TimeSpan NotBefore => backoff.NotBefore;

    /// <summary>Whether the bus is to be left alone now.</summary>
    public bool Holds(TimeSpan now) => IsLost && backoff.Holds(now);

    /// <summary>A request went out.</summary>
    /// <returns>True when the bus was not open before.</returns>
    public bool Opened()
    {
        if (State == BusState.Open) return false;
        backoff.Succeeded();
        Enter(BusState.Open, null);
        return true;
    }

    /// <summary>A request could not go out.</summary>
    /// <returns>True when the bus was not known to be lost.</returns>
    public bool Lost(TimeSpan now, LinkTrouble trouble)
    {
        backoff.Failed(now);
        if (IsLost)
        {
            Trouble = trouble;
            return false;
        }
        Enter(BusState.Lost, trouble);
        return true;
    }

    /// <summary>The bus was given away.</summary>
    public void Lent() => Enter(BusState.Lent, null);

    /// <summary>The bus is ours again, and nothing is known of it.</summary>
    public void TakenBack()
    {
        backoff.Succeeded();
        Enter(BusState.Starting, null);
    }

    private void Enter(BusState state, LinkTrouble? trouble)
    {
        (State, Trouble, SinceMs) = (state, trouble, clock.WallMs);
        Edges++;
    }
}
