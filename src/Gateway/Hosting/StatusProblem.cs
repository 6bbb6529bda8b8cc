using System.Globalization;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;

namespace Gateway.Hosting;

/// <summary>Something that is wrong now, in both languages, with the next step.</summary>
/// <param name="Next">The command to type; null when the text says what to do.</param>
internal sealed record StatusProblem(string English, string Chinese, string? Next = null)
{
    public static IEnumerable<StatusProblem> In(
        IReadOnlyList<BusStatus> buses, IReadOnlyList<FeedStatus> feeds, BufferStatus buffer, ClockState clock, AlarmCounts alarms, SiteZone zone)
    {
        foreach (var bus in buses)
        {
            if (bus.State == "lost") yield return new($"bus {bus.Name}: {bus.Detail}", $"总线 {bus.Name}：{bus.DetailZh}", "envgw doctor");
            if (bus.LentTo is { } holder)
                yield return new(
                    $"bus {bus.Name}: maintenance, lent to PID {holder.ProcessId} ({holder.User}, {holder.Command}) since {zone.Time(holder.Since)}; back by {zone.Time(holder.Until)} at the latest unless it is renewed",
                    $"总线 {bus.Name}：维护，已于 {zone.Time(holder.Since)} 借给 PID {holder.ProcessId}（{holder.User}，{holder.Command}）；如不续借，最迟 {zone.Time(holder.Until)} 归还");
            foreach (var device in bus.Devices.Where(_ => bus.State != "lost").Where(d => d.State is "silent" or "wrong-device"))
                yield return new(
                    $"device {device.Name} ({Place(device, bus)}): {device.Reason}; last answer {Stamp(device.LastAnswer, zone)}",
                    $"设备 {device.Name}（{PlaceInChinese(device, bus)}）：{device.ReasonZh}；最后应答 {Stamp(device.LastAnswer, zone)}",
                    device.State == "wrong-device" ? $"envgw profile match {bus.Name} -u {device.Unit}" : $"envgw device test {device.Name}");
        }
        foreach (var feed in feeds)
        {
            if (!feed.Connected) yield return new($"feed {feed.Name}: not connected to {feed.Broker}: {feed.Trouble ?? "connecting"}", $"上报 {feed.Name}：未连接 {feed.Broker}：{feed.TroubleZh ?? "正在连接"}", "envgw doctor");
            if (feed.Parked) yield return new($"feed {feed.Name}: the broker does not allow publishing; check its access list", $"上报 {feed.Name}：服务器不允许发布，请检查其访问控制");
            if (feed.PlatformTrouble is { } odd) yield return new($"feed {feed.Name}: {odd}", $"上报 {feed.Name}：{feed.PlatformTroubleZh}");
            if (feed.Quarantined > 0) yield return new($"feed {feed.Name}: {feed.Quarantined} messages put aside, refused for good", $"上报 {feed.Name}：{feed.Quarantined} 条消息被永久拒收，已隔离", "envgw buffer status");
        }
        if (buffer.State != "healthy") yield return new($"buffer: {buffer.LastError}", $"断网缓存：{buffer.LastErrorZh}", "envgw doctor");
        if (buffer.ShortOfRoom) yield return new("buffer: the disk is full; what is kept for that has been given up to go on storing: delete what does not belong here", "断网缓存：磁盘已满，已释放预留空间以继续存储；请删除无关文件", "df -h");
        if (buffer.Loss is not null) yield return new($"buffer: {buffer.Loss}", $"断网缓存：{buffer.LossZh}");
        if (clock == ClockState.Unset) yield return new("clock: certainly wrong; check the time synchronisation", "时钟：时间明显错误，请检查时间同步", "timedatectl");
        int unseen = alarms.Unacknowledged + alarms.ReturnedUnacknowledged;
        if (unseen > 0) yield return new($"alarms: {unseen} unacknowledged", $"报警：{unseen} 项未确认", "envgw alarm list");
    }

    public static IEnumerable<StatusProblem> In(HistoryStatus? history)
    {
        if (history?.LastError is { } error) yield return new($"history: {error}", $"历史数据：{history.LastErrorZh}");
        if (history?.SetAside > 0)
            yield return new(
                $"history: {history.SetAside} damaged day files set aside in the folder quarantine; check the disk",
                $"历史数据：{history.SetAside} 个损坏的日文件已移至 quarantine 文件夹；请检查磁盘", "envgw buffer verify");
        if (history is not null && history.Damaged > history.SetAside)
            yield return new(
                $"history: {history.Damaged - history.SetAside} days are damaged or missing; the others can be read",
                $"历史数据：{history.Damaged - history.SetAside} 天的数据损坏或缺失，其余日期可读", "envgw buffer verify");
    }

    public static IEnumerable<StatusProblem> In(AuditSnapshot? audit)
    {
        if (audit?.LastError is { } error) yield return new($"audit log: {error.English}", $"审计日志：{error.Chinese}", "envgw doctor");
    }

    public static IEnumerable<StatusProblem> In(IReadOnlyList<CertificateLife> ending, DateTimeOffset now)
    {
        foreach (var (feed, ends) in ending)
        {
            string day = ends.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            yield return ends > now
                ? new($"feed {feed}: its client certificate ends on {day}: renew it", $"上报 {feed}：客户端证书将于 {day} 到期，请更新", "envgw doctor")
                : new($"feed {feed}: its client certificate ended on {day}", $"上报 {feed}：客户端证书已于 {day} 过期", "envgw doctor");
        }
    }

    /// <summary>A scale that is alone on its bus has no number.</summary>
    private static string Place(DeviceStatus device, BusStatus bus) => device.Unit == 0 ? $"on {bus.Name}" : $"unit {device.Unit} on {bus.Name}";

    private static string PlaceInChinese(DeviceStatus device, BusStatus bus) => device.Unit == 0 ? $"{bus.Name} 上" : $"{bus.Name} 上的从站 {device.Unit}";

    private static string Stamp(DateTimeOffset? time, SiteZone zone) => time is { } known ? zone.Stamp(known) : "-";
}
