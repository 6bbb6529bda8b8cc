using System.CommandLine;
using System.Text.Json;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary><c>envgw status</c>: how it is going. Exit code 1 when anything is wrong, so that scripts can use it.</summary>
internal static class StatusVerb
{
    public static Command Create()
    {
        var status = new Command("status", "How the running gateway is. Exit code 1 when anything is wrong.") { SharedOptions.Config };
        status.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            if (!SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site)) return ExitCode.ConfigurationInvalid;
            using var service = new ServiceClient(context, site);
            if (await service.GetAsync("/status", LocalApiJson.Default.StatusReport, stop) is not { } report) return ExitCode.ServiceNotReachable;
            if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, LocalApiJson.Default.StatusReport));
            else await WriteAsync(context, report);
            return report.Problems.Count == 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
        });
        return status;
    }

    private static async Task WriteAsync(CommandContext context, StatusReport report)
    {
        await context.Out.WriteLineAsync(context.Say(
            $"{report.Gateway}   running {Span(report.Now - report.Started)}   envgw {report.Version}   alarms: {report.Alarms.Unacknowledged} unacknowledged of {report.Alarms.Configured}",
            $"{report.Gateway}   已运行 {Span(report.Now - report.Started)}   envgw {report.Version}   报警：{report.Alarms.Unacknowledged} 项未确认，共 {report.Alarms.Configured} 项"));
        var table = new TextTable(context.Say("WHAT", "项目"), context.Say("WHERE", "位置"), context.Say("STATE", "状态"), context.Say("COUNTS", "计数"));
        foreach (var bus in report.Buses)
            table.Add($"{context.Say("bus", "总线")} {bus.Name}", bus.Display, context.Say($"{bus.Answering}/{bus.Devices.Count} devices", $"{bus.Answering}/{bus.Devices.Count} 台设备"),
                context.Say($"{bus.Ok} ok, {bus.Timeouts} time-outs, {bus.CheckSumErrors} check sum", $"{bus.Ok} 正常，{bus.Timeouts} 超时，{bus.CheckSumErrors} 校验错"));
        foreach (var feed in report.Feeds)
            table.Add($"{context.Say("feed", "上报")} {feed.Name}", feed.Broker,
                feed.Connected ? context.Say("connected", "已连接") : context.Say("not connected", "未连接"),
                context.Say($"{feed.Waiting} waiting, {feed.SentReadings} readings sent", $"{feed.Waiting} 条等待，已上报 {feed.SentReadings} 个读数")
                + (feed.NobodyListens ? context.Say(", nobody listens", "，无人订阅") : ""));
        table.Add(context.Say("buffer", "断网缓存"), report.Buffer.Path, report.Buffer.State == "healthy" ? context.Say("healthy", "正常") : context.Say("degraded", "降级"),
            context.Say(
                $"{report.Buffer.SizeBytes / 1e6:0.0} MB of {report.Buffer.MaximumBytes / 1e6:0} MB, {report.Buffer.StoredReadings} readings stored",
                $"{report.Buffer.SizeBytes / 1e6:0.0} MB / {report.Buffer.MaximumBytes / 1e6:0} MB，已存储 {report.Buffer.StoredReadings} 个读数"));
        table.Add(context.Say("clock", "时钟"), "", report.Clock.ToString().ToLowerInvariant(), "");
        await context.Out.WriteAsync(table.ToString());
        foreach (var problem in report.Problems) await context.Out.WriteLineAsync($"! {context.Say(problem.English, problem.Chinese)}");
    }

    private static string Span(TimeSpan span) => span.TotalDays >= 1 ? $"{span.Days} d {span.Hours} h" : span.TotalHours >= 1 ? $"{span.Hours} h {span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s";
}
