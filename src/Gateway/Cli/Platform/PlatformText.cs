using Gateway.Core.Receiving;

namespace Gateway.Cli.Platform;

/// <summary>What a receiver found, for a person.</summary>
internal static class PlatformText
{
    public static void Write(CommandContext context, ReceiverReport report)
    {
        foreach (var gateway in report.Gateways)
        {
            context.Out.WriteLine($"{gateway.TopicRoot}  {gateway.Gateway}");
            var table = new TextTable(context.Language == "zh-CN"
                ? ["通道", "纪元", "序号", "消息", "重复", "乱序", "哈希链至", "延迟 中位/99%/最大", "结论"]
                : ["LANE", "EPOCH", "FROM-TO", "MESSAGES", "REPEATS", "REORDERED", "CHAIN TO", "LATENCY ms 50%/99%/MOST", "VERDICT"]);
            foreach (var lane in gateway.Lanes) table.Add(Row(context, lane));
            context.Out.Write(table.ToString());
        }
        foreach (var finding in report.Findings()) context.Out.WriteLine(finding.In(context.Language));
        var unproven = report.Unproven().ToList();
        if (unproven.Count > 0) context.Out.WriteLine(context.Say("not proven:", "未能证明："));
        foreach (var line in unproven) context.Out.WriteLine($"  {line.In(context.Language)}");
        if (report.IsProven) context.Out.WriteLine(context.Say($"all is proven ({Plural.Of(report.Messages, "message")})", $"全部得到证明（{report.Messages} 条消息）"));
    }

    private static string[] Row(CommandContext context, LaneReport lane) =>
    [
        lane.Lane, lane.Epoch, lane.From is { } from && from <= lane.To ? $"{from}-{lane.To}" : "-", $"{lane.Messages}", $"{lane.Repeats}", $"{lane.Reordered}",
        lane.ChainedTo > 0 ? $"{lane.ChainedTo}" : "-", lane.LatencyMs is { } latency ? string.Join('/', latency) : "-",
        lane.From is null ? "-" : lane.IsProven ? context.Say("proven", "已证明") : context.Say("NOT PROVEN", "未证明"),
    ];
}
