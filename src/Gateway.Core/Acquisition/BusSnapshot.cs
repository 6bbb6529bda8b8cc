using Gateway.Core.Acquisition.Lending;

namespace Gateway.Core.Acquisition;

/// <summary>A bus as a status page shows it.</summary>
/// <param name="Number">Number in the site model.</param>
/// <param name="Trouble">While the bus is lost, why.</param>
/// <param name="SinceMs">When it came into this state: UTC milliseconds.</param>
/// <param name="Counts">Requests of all its units.</param>
/// <param name="Scans">Polls whose readings were handed on.</param>
/// <param name="MissedPolls">Polls that were not made because their time had passed.</param>
/// <param name="Waits">Times that handing on had to wait because processing was behind.</param>
/// <param name="LateAnswers">Answers that came when nobody waited for them any more, and were thrown away.</param>
/// <param name="Lease">Who has the bus, or is about to get it; null while it is its loop's.</param>
internal sealed record BusSnapshot(
    int Number,
    string Name,
    string Display,
    BusState State,
    LinkTrouble? Trouble,
    long SinceMs,
    RequestCounts Counts,
    long Scans,
    long MissedPolls,
    long Waits,
    long LateAnswers,
    IReadOnlyList<UnitSnapshot> Units,
    LeaseSnapshot? Lease = null);
