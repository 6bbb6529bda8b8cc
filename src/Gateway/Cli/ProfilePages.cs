using System.Text;

namespace Gateway.Cli;

/// <summary>Profiles as a person reads them.</summary>
internal static class ProfilePages
{
    public static string List(CommandContext context, IReadOnlyList<ProfileLine> lines)
    {
        var table = new TextTable(
            context.Say("NAME", "名称"), context.Say("VERSION", "版本"), context.Say("GRADE", "等级"), context.Say("POINTS", "点位"), context.Say("FROM", "来源"),
            context.Say("DEVICE", "设备"));
        foreach (var line in lines)
            table.Add(
                line.Name, line.Version ?? "-", line.Grade ?? "-", PointsOf(context, line), OriginOf(context, line.Origin),
                line.State == "sound" ? $"{line.Manufacturer} {line.Model}" : context.Say("has errors", "有错误"));
        return table.ToString();
    }

    public static string Show(CommandContext context, ProfileReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"{report.Profile.Name} {report.Profile.Version}   {context.Say(report.Label, report.LabelZh)}");
        var facts = new TextTable();
        void Fact(string english, string chinese, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts.Add($"  {context.Say(english, chinese)}", value);
        }
        Fact("device", "设备", $"{report.Profile.Manufacturer} {report.Profile.Model}");
        Fact("firmware", "固件", report.Firmware);
        Fact("grade", "等级", $"{report.Profile.Grade}   {report.Source}");
        Fact("as shipped", "出厂设置", string.Join(", ", new[] { report.Serial, report.Unit is { } unit ? context.Say($"unit {unit}", $"从站 {unit}") : null }.Where(s => s is not null)));
        Fact("file", "文件", report.Path);
        Fact("note", "说明", report.Notes?.Trim());
        text.Append(facts);
        if (report.Points.Count > 0) text.AppendLine().Append(PointsOf(context, report.Points));
        if (report.Channels.Count > 0) text.AppendLine().Append(ChannelsOf(context, report.Channels));
        return text.ToString();
    }

    private static TextTable PointsOf(CommandContext context, IReadOnlyList<ProfilePointLine> points)
    {
        var table = new TextTable(
            context.Say("POINT", "点位"), context.Say("WHAT", "名称"), context.Say("UNIT", "单位"), context.Say("REGISTERS", "寄存器"), context.Say("TYPE", "类型"),
            context.Say("EVERY", "周期"));
        foreach (var point in points)
            table.Add(
                point.Name, context.Say(point.Label, point.LabelZh), UnitText.Of(point.Unit), point.Registers, $"{point.Type} {point.Order}".TrimEnd(), point.Every);
        return table;
    }

    private static TextTable ChannelsOf(CommandContext context, IReadOnlyList<ProfileChannelLine> channels)
    {
        var table = new TextTable(context.Say("CHANNEL", "通道"), context.Say("SCALE", "分辨率"), context.Say("QUANTITIES TO CHOOSE FROM", "可选的量"));
        foreach (var channel in channels)
            table.Add(
                channel.Slots.Count == 1 ? channel.Slots[0] : $"{channel.Slots[0]}…{channel.Slots[^1]}",
                channel.NeedsScale ? context.Say("needed", "必填") : "",
                string.Join(", ", channel.Quantities));
        return table;
    }

    private static string PointsOf(CommandContext context, ProfileLine line) => (line.Points, line.Channels) switch
    {
        (null, _) => "-",
        ({ } points, > 0) => context.Say($"{points} + {line.Channels} channels", $"{points} + {line.Channels} 通道"),
        ({ } points, _) => $"{points}",
    };

    private static string OriginOf(CommandContext context, string origin) => origin switch
    {
        "own" => context.Say("own", "自建"),
        "installed" => context.Say("installed", "已安装"),
        _ => context.Say("file", "文件"),
    };
}
