using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition;

/// <summary>Polls the points of one device that have the same interval. Belongs to its bus's loop.</summary>
internal interface IGroupPoller
{
    DeviceModel Device { get; }

    /// <summary>The interval; zero for as often as the bus allows.</summary>
    TimeSpan Every { get; }

    /// <summary>Whether a due poll has something to say; what changes that wakes the loop.</summary>
    bool IsReady => true;

    /// <summary>Reads everything that may be read now.</summary>
    /// <returns>Not before when a continuous group should be polled again.</returns>
    ValueTask<TimeSpan> PollAsync(CancellationToken stop);

    /// <summary>When the poll that was made last asks to be repeated although its interval is not over; null when it need not be.</summary>
    TimeSpan? AskAgainAt => null;

    /// <summary>The readings of the last poll.</summary>
    Scan Decode();

    /// <summary>The readings when polling failed by a fault of ours.</summary>
    Scan Faulted();

    /// <summary>Tries the way to the bus with one request, whatever is due.</summary>
    ValueTask ProbeAsync(CancellationToken stop);
}
