using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Where a lane stands, as a birth tells it.</summary>
/// <param name="Next">Sequence that the next sealed message gets.</param>
/// <param name="Oldest">Sequence of the oldest message still stored.</param>
/// <param name="Acknowledged">This feed's bookmark; null when the feed does not take the lane.</param>
internal readonly record struct LanePosition(Lane Lane, long Next, long Oldest, long? Acknowledged);
