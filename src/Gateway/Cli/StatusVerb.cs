using System.Globalization;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw status</c>: how it is going. Exit code 1 when anything is wrong, so that scripts can use it.</summary>
internal static class StatusVerb
{
    public static Verb Create()
    {
        var status = new Verb("status", ("How the running gateway is. Exit code 1 when anything is wrong.", "运行中网关的状态。有异常时退出码为 1。"),
            new Example("envgw status", ("buses, feeds, buffer, clock, alarms", "总线、上报、断网缓存、时钟、报警")),
            new Example("envgw status --json", ("the same for a script", "供脚本使用")))
        {
            SharedOptions.Config,
        };
        status.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            if (!SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site)) return ExitCode.ConfigurationInvalid;
            using var service = new ServiceClient(context, site);
            if (await service.GetAsync("/status", LocalApiJson.Default.StatusReport, stop) is not { } report) return ExitCode.ServiceNotReachable;
            if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, LocalApiJson.Readable.StatusReport));
            else await WriteAsync(context, report);
            return report.Problems.Count == 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
        });
        return status;
    }

    private static async Task WriteAsync(CommandContext context, StatusReport report)
    {
        var alarms = report.Alarms;
        int unseen = alarms.Unacknowledged + alarms.ReturnedUnacknowledged;
        Wording shelved = alarms.Shelved == 0 ? ("", "") : ($", {alarms.Shelved} shelved", $"，{alarms.Shelved} 项已搁置");
        string running = AgeText.Of(report.Now - report.Started, context.Language);
        await context.Out.WriteLineAsync(context.Say(
            $"{report.Gateway}   running {running}   envgw {report.Version}   alarms: {unseen} unacknowledged of {alarms.Configured}{shelved.English}",
            $"{report.Gateway}   已运行 {running}   envgw {report.Version}   报警：{unseen} 项未确认，共 {alarms.Configured} 项{shelved.Chinese}"));
        await context.Out.WriteAsync(TableOf(context, report).ToString());
        foreach (var problem in report.Problems)
            await context.Out.WriteLineAsync($"! {context.Say(problem.English, problem.Chinese)}{(problem.Next is { } next ? $" → {next}" : "")}");
    }

    private static TextTable TableOf(CommandContext context, StatusReport report)
    {
        var table = new TextTable();
        foreach (var bus in report.Buses) table.Add($"  {context.Say("bus", "总线")} {bus.Name}", bus.Display, StateOf(context, bus), CountsOf(context, bus));
        foreach (var feed in report.Feeds)
            table.Add(
                $"  {context.Say("feed", "上报")} {feed.Name}", feed.Broker,
                feed.Connected ? context.Say("connected", "已连接") : context.Say("not connected", "未连接"),
                context.Say($"{Plural.Of(feed.Waiting, "message")} waiting, {Plural.Of(feed.SentReadings, "reading")} sent",
                    $"{feed.Waiting} 条等待，已上报 {feed.SentReadings} 个读数")
                + ClaimOf(context, feed) + (feed.NobodyListens ? context.Say(", nobody listens", "，无人订阅") : ""));
        var buffer = report.Buffer;
        table.Add(
            $"  {context.Say("buffer", "断网缓存")}", buffer.Path, buffer.State == "healthy" ? context.Say("healthy", "正常") : context.Say("degraded", "降级"),
            SizeOf(context, buffer));
        if (report.History is { } history)
            table.Add(
                $"  {context.Say("history", "历史数据")}", "", history.LastError is null ? context.Say("healthy", "正常") : context.Say("not written", "无法写入"),
                context.Say(
                    $"{SizeText.Of(history.SizeBytes)} of {SizeText.Of(history.MaximumBytes)}, {Plural.Of(history.Days, "day")}",
                    $"{SizeText.Of(history.SizeBytes)} / {SizeText.Of(history.MaximumBytes)}，{history.Days} 天")
                + (history.Oldest is { } oldest ? context.Say($", from {oldest:yyyy-MM-dd}", $"，自 {oldest:yyyy-MM-dd}") : ""));
        table.Add($"  {context.Say("clock", "时钟")}", SiteTimeOf(report), ClockOf(context, report), "");
        return table;
    }

    /// <summary>What can be said of everything that is stored for it: it is on our disk, the broker has it, the platform has confirmed it.</summary>
    private static string ClaimOf(CommandContext context, FeedStatus feed) => feed.Claim switch
    {
        "delivered" => context.Say(", all delivered", "，平台已全部确认"),
        "sent" => context.Say(", all sent", "，已全部发送"),
        _ => context.Say(", stored", "，已存储待发"),
    };

    private static string StateOf(CommandContext context, BusStatus bus) => (bus.LentTo, bus.State) switch
    {
        ({ } holder, _) => context.Say($"maintenance, lent to PID {holder.ProcessId}", $"维护，已借给 PID {holder.ProcessId}"),
        (_, "lost") => context.Say("lost", "中断"),
        _ => context.Say($"{bus.Answering}/{Plural.Of(bus.Devices.Count, "device")}", $"{bus.Answering}/{bus.Devices.Count} 台设备"),
    };

    private static string CountsOf(CommandContext context, BusStatus bus) => context.Say(
        $"{bus.Ok} ok, {Plural.Of(bus.Timeouts, "time-out")}, {Plural.Of(bus.CheckSumErrors, "check sum error")}",
        $"{bus.Ok} 正常，{bus.Timeouts} 超时，{bus.CheckSumErrors} 校验错");

    private static string SizeOf(CommandContext context, BufferStatus buffer)
    {
        string sizes = context.Say(
            $"{SizeText.Of(buffer.SizeBytes)} of {SizeText.Of(buffer.MaximumBytes)}, {Plural.Of(buffer.StoredReadings, "reading")} stored",
            $"{SizeText.Of(buffer.SizeBytes)} / {SizeText.Of(buffer.MaximumBytes)}，已存储 {buffer.StoredReadings} 个读数");
        if (buffer.Days is not { } days) return sizes;
        string shown = days.ToString(days < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
        return sizes + context.Say($", {shown} days at this rate", $"，按当前速率可存 {shown} 天");
    }

    /// <summary>The gateway's time by the clocks at the site.</summary>
    private static string SiteTimeOf(StatusReport report)
    {
        var zone = SiteZone.Of(report.TimeZone);
        return $"{zone.Stamp(report.Now)} {zone.Offset(report.Now)}";
    }

    private static string ClockOf(CommandContext context, StatusReport report)
    {
        string within = report.ClockErrorMs is { } error ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(error):0} ms") : "";
        return report.Clock switch
        {
            ClockState.Synchronized when within.Length > 0 => context.Say($"synchronised, within {within}", $"已同步，误差不超过 {within}"),
            ClockState.Synchronized => context.Say("synchronised", "已同步"),
            ClockState.Holdover => context.Say("was synchronised", "曾同步"),
            ClockState.Free => context.Say("not synchronised", "未同步"),
            _ => context.Say("certainly wrong", "明显错误"),
        };
    }
}
