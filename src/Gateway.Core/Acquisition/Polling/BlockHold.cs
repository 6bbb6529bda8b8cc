using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>A block that failed while its unit answered otherwise: when to ask for it again, and what its readings are until then.</summary>
internal sealed class BlockHold
{
    public Backoff Backoff { get; } = Backoff.ForUnit();

    public Quality Reason { get; set; }
}
