using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding;

/// <summary>Which lanes a feed sends, and which goes next.</summary>
internal static class LanePlan
{
    // Heartbeats and manifests are a few an hour, and a platform takes their absence for a dead gateway: a busy live lane must not hold them up.
    private static readonly Lane[] _order = [Lane.Event, Lane.Diag, Lane.Live, Lane.Fill];

    private const int LivePerBacklog = 3;

    /// <summary>The lanes a feed takes, most urgent first.</summary>
    public static IReadOnlyList<Lane> Of(FeedModel feed) => [.. _order.Where(lane => lane switch
    {
        Lane.Event => feed.SendsAlarms,
        Lane.Live or Lane.Fill => !feed.Readings.None,
        _ => true,
    })];

    /// <summary>Whether a lane may use the reserved places.</summary>
    public static bool IsUrgent(Lane lane) => lane == Lane.Event;

    /// <summary>The first lane that has something to send, is not pausing and has a place. Of four messages beside the urgent ones, the backlog gets
    /// one.</summary>
    /// <param name="lanes">Most urgent first.</param>
    /// <param name="liveInARow">Fresh messages that went out since the last of the backlog.</param>
    /// <returns>Its place in the list; -1 when none can send now.</returns>
    public static int Next(IReadOnlyList<LaneReadiness> lanes, SendWindow window, int liveInARow = 0)
    {
        int first = FirstReady(lanes, window, backlogOnly: false);
        if (first < 0 || lanes[first].Lane != Lane.Live || liveInARow < LivePerBacklog) return first;
        int backlog = FirstReady(lanes, window, backlogOnly: true);
        return backlog < 0 ? first : backlog;
    }

    private static int FirstReady(IReadOnlyList<LaneReadiness> lanes, SendWindow window, bool backlogOnly)
    {
        for (int i = 0; i < lanes.Count; i++)
        {
            if (backlogOnly && !lanes[i].IsBacklog) continue;
            if (lanes[i] is { HasMore: true, IsPaused: false } && window.HasPlace(IsUrgent(lanes[i].Lane))) return i;
        }
        return -1;
    }
}
