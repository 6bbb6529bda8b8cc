using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding;

/// <summary>Which lanes a feed sends, and which goes next.</summary>
internal static class LanePlan
{
    // Heartbeats and manifests are a few an hour, and a platform takes their absence for a dead gateway: a busy live lane must not hold them up.
    private static readonly Lane[] _order = [Lane.Event, Lane.Diag, Lane.Live, Lane.Fill];

    /// <summary>The lanes a feed takes, most urgent first.</summary>
    public static IReadOnlyList<Lane> Of(FeedModel feed) => [.. _order.Where(lane => lane switch
    {
        Lane.Event => feed.SendsAlarms,
        Lane.Live or Lane.Fill => !feed.Readings.None,
        _ => true,
    })];

    /// <summary>Whether a lane may use the reserved places.</summary>
    public static bool IsUrgent(Lane lane) => lane == Lane.Event;

    /// <summary>The first lane that has something to send, is not pausing and has a place.</summary>
    /// <param name="lanes">Most urgent first.</param>
    /// <returns>Its place in the list; -1 when none can send now.</returns>
    public static int Next(IReadOnlyList<LaneReadiness> lanes, SendWindow window)
    {
        for (int i = 0; i < lanes.Count; i++)
        {
            if (lanes[i] is { HasMore: true, IsPaused: false } && window.HasPlace(IsUrgent(lanes[i].Lane))) return i;
        }
        return -1;
    }
}
