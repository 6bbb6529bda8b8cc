using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition;

/// <summary>A unit of a bus as a status page shows it.</summary>
/// <param name="Unit">Modbus unit identifier.</param>
/// <param name="Devices">Numbers of the devices it stands for: usually one.</param>
/// <param name="Reason">Why it counts as silent; Good while it answers.</param>
/// <param name="LastAnswerMs">When data last came: UTC milliseconds; 0 for never.</param>
/// <param name="RoundTrip">From request to answer, smoothed.</param>
/// <param name="WrongDevices">By their numbers the devices that did not pass their identity check, and which check that was.</param>
/// <param name="Refused">Values that the unit refuses to give.</param>
internal sealed record UnitSnapshot(
    byte Unit,
    IReadOnlyList<int> Devices,
    UnitState State,
    Quality Reason,
    RequestCounts Counts,
    long LastAnswerMs,
    TimeSpan RoundTrip,
    IReadOnlyDictionary<int, Wording> WrongDevices,
    IReadOnlyList<RegisterRange> Refused);
