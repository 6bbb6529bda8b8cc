using Gateway.Core.Buffering;

namespace Gateway.Hosting;

/// <summary>How the gateway is, for people and scripts: buses, feeds, buffer, clock, alarms; and what is wrong, in one list.</summary>
/// <param name="ClockErrorMs">How far the clock may be off, milliseconds; null when nothing synchronises it.</param>
/// <param name="TimeZone">Of the site, IANA name; times here are UTC all the same.</param>
/// <param name="Problems">Empty when all is well; each says what and what to do next.</param>
/// <param name="History">Null when the gateway keeps none.</param>
/// <param name="Files">Null when the kernel does not say.</param>
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
    double? ClockErrorMs = null,
    string? TimeZone = null,
    HistoryStatus? History = null,
    FilesStatus? Files = null)
{
    public static StatusReport Of(GatewayRooms rooms)
    {
        var buses = rooms.Buses.Select(bus => BusStatus.Of(rooms.Site, bus)).ToList();
        var feeds = rooms.Feeds.Select(feed => FeedStatus.Of(rooms.Site, feed)).ToList();
        var buffer = BufferStatus.Of(rooms.Site, rooms.Buffer, rooms.Held);
        var alarms = AlarmCounts.Of(rooms);
        var history = rooms.History is { } kept ? HistoryStatus.Of(rooms.Site, kept) : null;
        return new StatusReport(
            "envgw.status/1", rooms.Site.Id, ProgramVersion.Text, rooms.Now, rooms.Started, rooms.Site.Digest, buses, feeds, buffer, rooms.Clock, alarms,
            [
                .. StatusProblem.In(buses, feeds, buffer, rooms.Clock, alarms, SiteZone.Of(rooms.Site.TimeZone)), .. StatusProblem.In(history),
                .. StatusProblem.In(rooms.AuditFile), .. StatusProblem.In(rooms.EndingCertificates, rooms.Now),
            ],
            rooms.ClockError?.TotalMilliseconds, rooms.Site.TimeZone, history, FilesStatus.Now());
    }
}
