using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition;

/// <summary>The one owner of a bus, whatever is spoken on it: reads its devices, hands the readings on, and gives the bus away for a while when asked.</summary>
internal interface IBusLoop : IAsyncDisposable
{
    BusModel Bus { get; }

    /// <summary>Where the bus is asked for. A loop that sees <see cref="BusLending.Current"/> finishes what is under way, closes its port and grants.</summary>
    BusLending Lending { get; }

    /// <summary>Reads until stopped; ends quietly then, with the way to the bus closed.</summary>
    Task RunAsync(CancellationToken stop);

    /// <summary>The bus as it is now. May be asked from anywhere at any time; the parts may be some microseconds apart.</summary>
    BusSnapshot Snapshot();
}
