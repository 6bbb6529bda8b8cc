using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>What <c>envgw buffer status</c> prints for a person.</summary>
internal static class BufferPage
{
    // Of each feed; all of them stand in the JSON.
    private const int MostNamed = 5;

    public static void Write(CommandContext context, SiteModel site, BufferReport report)
    {
        context.Out.WriteLine(context.Say(
            $"{report.Path}   {SizeText.Of(report.SizeBytes)} of {SizeText.Of(site.Buffer.MaximumBytes)}   epoch {report.Epoch} ({report.Epochs})",
            $"{report.Path}   {SizeText.Of(report.SizeBytes)} / {SizeText.Of(site.Buffer.MaximumBytes)}   纪元 {report.Epoch}（{report.Epochs}）"));
        context.Out.Write(TableOf(context, report));
        if (report.DropRecords > 0)
            context.Out.WriteLine(context.Say($"dropped: {Plural.Of(report.DroppedReadings, "reading")} in {Plural.Of(report.DropRecords, "record")}",
                $"已丢弃：{report.DroppedReadings} 个读数，{report.DropRecords} 条记录"));
        if (report.Quarantined > 0) context.Out.WriteLine(context.Say($"set aside as damaged: {Plural.Of(report.Quarantined, "message")}",
            $"因损坏而隔离：{report.Quarantined} 条消息"));
        var unlisted = report.RefusedUnlisted.ToDictionary(count => count.Feed, count => count.Messages);
        foreach (string feed in report.Refused.Select(message => message.Feed).Concat(unlisted.Keys).Distinct())
            WriteRefused(context, feed, [.. report.Refused.Where(message => message.Feed == feed)], unlisted.GetValueOrDefault(feed));
        WriteHistory(context, site, report);
        if (report.Audit is { } audit) WriteAudit(context, audit);
    }

    private static TextTable TableOf(CommandContext context, BufferReport report)
    {
        var table = new TextTable(context.Say("WHAT", "项目"), context.Say("LANE", "通道"), context.Say("SEQUENCES", "序号"), context.Say("MESSAGES", "消息数"));
        foreach (var lane in report.Lanes.Where(l => l.Messages > 0)) table.Add(context.Say("stored", "已存储"), lane.Lane, $"{lane.Oldest}–{lane.Newest}",
            $"{lane.Messages}");
        foreach (var mark in report.Bookmarks)
            table.Add(
                mark.Feed == Bookmark.HistoryFeed ? context.Say("history", "历史数据") : context.Say($"feed {mark.Feed}", $"上报 {mark.Feed}"), mark.Lane,
                context.Say($"through {mark.Acknowledged}", $"至 {mark.Acknowledged}"), context.Say($"{mark.Behind} behind", $"落后 {mark.Behind}"));
        return table;
    }

    /// <param name="unlisted">How many more there are, that the list no longer names.</param>
    private static void WriteRefused(CommandContext context, string feed, List<BufferRefused> messages, long unlisted)
    {
        long all = messages.Count + unlisted;
        context.Out.WriteLine(context.Say(
            $"refused by the platform of feed {feed}, and put aside: {Plural.Of(all, "message")}", $"被上报 {feed} 的平台拒收并隔离：{all} 条消息"));
        if (unlisted > 0)
            context.Out.WriteLine(context.Say(
                $"  {unlisted} of them are too old for the list: requeue does not send them, a platform's backfill does",
                $"  其中 {unlisted} 条过旧，不在列表中：requeue 不会重发，平台可用 backfill 索取"));
        foreach (var message in messages.TakeLast(MostNamed))
            context.Out.WriteLine($"  {message.Lane} {message.Seq}   {message.Kind}   {MomentText.Utc(message.Time.ToUnixTimeMilliseconds())}   {message.Reason}");
        if (messages.Count > MostNamed) context.Out.WriteLine(context.Say("  … all that are listed with --json", "  …… 列表全部内容见 --json"));
        context.Next(messages.Count > 0 ? $"envgw buffer requeue {feed}" : $"envgw buffer requeue {feed} --forget");
    }

    private static void WriteHistory(CommandContext context, SiteModel site, BufferReport report)
    {
        string since = report.HistoryOldest is { } oldest ? context.Say($", from {oldest:yyyy-MM-dd} (UTC)", $"，自 {oldest:yyyy-MM-dd}（UTC）") : "";
        context.Out.WriteLine(context.Say(
            $"history: {SizeText.Of(report.HistoryBytes)} of {SizeText.Of(site.Buffer.History.MaximumBytes)}, {Plural.Of(report.HistoryDays, "day")}{since}",
            $"历史数据：{SizeText.Of(report.HistoryBytes)} / {SizeText.Of(site.Buffer.History.MaximumBytes)}，{report.HistoryDays} 天{since}"));
    }

    private static void WriteAudit(CommandContext context, BufferAudit audit) => context.Out.WriteLine(audit.Trouble is { } trouble
        ? context.Say($"audit log: {trouble}", $"审计日志：{trouble}")
        : context.Say(
            $"audit log: {SizeText.Of(audit.SizeBytes)}, {Plural.Of(audit.Rows, "row")}, head {audit.Head ?? "-"}",
            $"审计日志：{SizeText.Of(audit.SizeBytes)}，{audit.Rows} 行，末端 {audit.Head ?? "-"}"));
}
