namespace Gateway.Core.Forwarding;

/// <summary>How much may be in flight at a broker at once. Some places are kept free for what cannot wait: the event lane and what a feed says
/// about itself.</summary>
internal sealed class SendWindow(int places)
{
    /// <summary>Messages of the other lanes wait when this much is in flight: it bounds what must be sent again, and memory.</summary>
    public const int MostBytes = 1_000_000;

    private const int MostReserved = 8;

    private int _urgent;
    private int _others;

    /// <summary>At least 1.</summary>
    public int Places { get; private set; } = Math.Max(1, places);

    public long Bytes { get; private set; }

    public int InFlight => _urgent + _others;

    /// <summary>A quarter of the places, 8 at most. A window of 1 has none to spare: there, what is urgent is merely first in line.</summary>
    public int Reserved => Math.Min(MostReserved, (Places + 3) / 4);

    /// <summary>The broker's receive maximum is told anew on each connection. What is already in flight stays there.</summary>
    public void Resize(int places) => Places = Math.Max(1, places);

    public bool HasPlace(bool urgent)
    {
        if (InFlight >= Places) return false;
        return urgent || (_others < Math.Max(1, Places - Reserved) && Bytes < MostBytes);
    }

    public void Take(bool urgent, int bytes)
    {
        if (urgent) _urgent++;
        else _others++;
        Bytes += bytes;
    }

    public void Release(bool urgent, int bytes)
    {
        if (urgent) _urgent--;
        else _others--;
        Bytes -= bytes;
    }
}
