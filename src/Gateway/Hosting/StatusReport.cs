using Gateway.Core.Buffering;

namespace Gateway.Hosting;

/// <summary>How the gateway is, for people and scripts: buses, feeds, buffer, clock, alarms; and what is wrong, in one list.</summary>
/// <param name="Problems">Empty when all is well; each says what and what to do next.</param>
/// <param name="History">Null when the gateway keeps none.</param>
internal sealed record StatusReport(
    string Schema,
    string Gateway,
    string Version,
    DateTimeOffset Now,
    DateTimeOffset Started,
    string Configuration,
    IReadOnlyList<BusStatus> Buses,
    IReadOnlyList<FeedStatus> Feeds,
    BufferStatus Buffer,
    ClockState Clock,
    AlarmCounts Alarms,
    IReadOnlyList<StatusProblem> Problems,
    HistoryStatus? History = null)
{
    public static StatusReport Of(GatewayRooms rooms)
    {
        var buses = rooms.Buses.Select(bus => BusStatus.Of(rooms.Site, bus)).ToList();
        var feeds = rooms.Feeds.Select(feed => FeedStatus.Of(rooms.Site, feed)).ToList();
        var buffer = BufferStatus.Of(rooms.Site, rooms.Buffer);
        var alarms = AlarmCounts.Of(rooms);
        var history = rooms.History is { } kept ? HistoryStatus.Of(rooms.Site, kept) : null;
        return new StatusReport(
            "envgw.status/1", rooms.Site.Id, ProgramVersion.Text, rooms.Now, rooms.Started, rooms.Site.Digest, buses, feeds, buffer, rooms.Clock, alarms,
            [.. StatusProblem.In(buses, feeds, buffer, rooms.Clock, alarms), .. StatusProblem.In(history)], history);
    }
}
