using System.CommandLine;
using System.Text.Json;
using Gateway.Fieldbus.Scales;
using Gateway.Hosting;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw bus stats</c>: how a bus is doing. Asks the service that polls it; where there is none, listens.</summary>
internal static class BusStatsVerb
{
    private static readonly TimeSpan _usual = TimeSpan.FromSeconds(10);

    public static Verb Create()
    {
        var stats = new Verb("stats", ("Counts and times of a bus, unit by unit: from the service that polls it, else by listening.",
            "按从站统计总线的计数和用时：取自正在轮询的服务，否则旁听统计。"),
            new Example("envgw bus stats filters", ("what the service counts on its bus", "服务在该总线上的计数")),
            new Example("envgw bus stats /dev/ttyUSB0 --for 30s", ("listen on a line for 30 s", "旁听线路 30 秒")))
        {
            BusOptions.Bus, ListeningOptions.For, ScaleOption.Scale, BusOptions.Serial, SharedOptions.Config,
        };
        stats.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return stats;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (!BusOptions.TrySpan(context, parsed.GetValue(ListeningOptions.For), _usual, out var span)) return ExitCode.WrongUsage;
        if (BusOptions.TryTarget(parsed, context, out var target) is not ExitCode.Fine and var wrong) return wrong;
        if (target is { Site: { } site, SiteBus: { } bus } && File.Exists(LocalSocket.ClientPath(site)))
        {
            using var service = new ServiceClient(context, site);
            if (await service.GetAsync("/status", LocalApiJson.Default.StatusReport, stop) is not { } report) return ExitCode.ServiceNotReachable;
            if (report.Buses.FirstOrDefault(each => each.Name == bus.Name) is { } status) return await WriteAsync(context, BusStatsReport.Of(status, target));
        }
        if (ScaleOption.TryProtocol(parsed, context, target, out var protocol) is not ExitCode.Fine and var unknown) return unknown;
        if (protocol is null && !ListeningOptions.CanBeHeard(context, target!)) return ExitCode.WrongUsage;
        return await new BusAccess(context).UseAsync(protocol is null ? target! : target!.ForScales(), async line =>
        {
            using var end = ListeningOptions.End(span, line.Time, stop);
            context.Note(($"Listening on {line.Bus.Display} for {BusOptions.SpanText(span)}, sending nothing.",
                $"正在旁听 {line.Bus.Display} {BusOptions.SpanText(span)}，不发送任何内容。"));
            int code = await WriteAsync(context, await HeardAsync(line, protocol, end.Token));
            return stop.IsCancellationRequested ? ExitCode.Interrupted : code;
        }, stop);
    }

    private static async Task<BusStatsReport> HeardAsync(BusLine line, ScaleProtocol? protocol, CancellationToken end)
    {
        if (protocol is not null)
        {
            var scales = new ScaleListening(line, protocol);
            await scales.RunAsync(_ => { }, end);
            return BusStatsReport.Of(line.Target, scales);
        }
        var listening = new LineListening(line);
        await listening.RunAsync((_, _, _) => { }, end);
        return BusStatsReport.Of(line.Target.Written, listening);
    }

    private static async Task<int> WriteAsync(CommandContext context, BusStatsReport report)
    {
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, CommissioningJson.Readable.BusStatsReport));
        else
        {
            var table = report.Source == "service" ? ServiceTable(context, report) : LineTable(context, report);
            if (table.Count > 1) await context.Out.WriteAsync(table.ToString());
            await context.Out.WriteLineAsync(report.Source == "service"
                ? context.Say(
                    $"{report.Requests} requests, {report.Ok} ok, {report.Timeouts} timeouts, {report.CheckSumErrors} CRC, {report.Exceptions} exceptions since the service started",
                    $"自服务启动：{report.Requests} 个请求，{report.Ok} 正常，{report.Timeouts} 超时，{report.CheckSumErrors} CRC 错误，{report.Exceptions} 异常")
                : context.Say($"{report.Bytes} bytes heard, {report.Garbage} of them belong to no frame",
                    $"共听到 {report.Bytes} 字节，其中 {report.Garbage} 字节不属于任何报文"));
            string next = report.Scales is null ? $"envgw bus scan {report.Bus}" : $"envgw bus sniff {report.Bus}";
            context.Next(next);
        }
        return report is { Source: "line", Bytes: 0 } ? ExitCode.NoAnswer : ExitCode.Fine;
    }

    /// <summary>The service counts by bus; of a unit it knows how long it takes to answer.</summary>
    private static TextTable ServiceTable(CommandContext context, BusStatsReport report)
    {
        var table = new TextTable("  " + context.Say("UNIT", "从站"), context.Say("DEVICE", "设备"), context.Say("MEAN", "平均"));
        foreach (var unit in report.Units) table.Add($"  {(unit.Unit == 0 ? "-" : $"{unit.Unit}")}", unit.Device ?? "", Ms(unit.MeanMs));
        return table;
    }

    private static TextTable LineTable(CommandContext context, BusStatsReport report)
    {
        var table = new TextTable(
            "  " + context.Say("UNIT", "从站"), context.Say("REQUESTS", "请求"), context.Say("ANSWERED", "有应答"), context.Say("EXCEPTIONS", "异常"),
            context.Say("NO ANSWER", "无应答"), context.Say("MEAN", "平均"), context.Say("SLOWEST", "最慢"));
        foreach (var unit in report.Units)
            table.Add(
                $"  {(unit.Unit == 0 && unit.Device is { } alone ? alone : $"{unit.Unit}")}", Number(unit.Requests), Number(unit.Answers),
                Number(unit.Exceptions), Number(unit.Unanswered), Ms(unit.MeanMs), Ms(unit.SlowestMs));
        return table;
    }

    private static string Number(long? count) => count?.ToString() ?? "-";

    private static string Ms(double? ms) => ms is { } known ? FormattableString.Invariant($"{known:0} ms") : "-";
}
