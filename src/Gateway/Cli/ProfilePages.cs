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
        Fact("as shipped", "出厂设置",
            string.Join(", ", new[] { report.Serial, report.Unit is { } unit ? context.Say($"unit {unit}", $"从站 {unit}") : null }.Where(s => s is not null)));
        Fact("file", "文件", report.Path);
        Fact("note", "说明", report.Notes?.Trim());
        text.Append(facts);
        text.Append(Needs(context, report));
        if (report.Points.Count > 0) text.AppendLine().Append(PointsOf(context, report.Points));
        if (report.Channels.Count > 0) text.AppendLine().Append(ChannelsOf(context, report.Channels));
        foreach (var variant in report.Variants)
        {
            text.AppendLine().AppendLine($"{context.Say("variant", "型式")} {variant.Variant}   {context.Say(variant.Label, variant.LabelZh)}")
                .Append(Needs(context, variant));
            if (variant.Points.Count > 0) text.Append(PointsOf(context, variant.Points));
            if (variant.Channels.Count > 0) text.Append(ChannelsOf(context, variant.Channels));
        }
        return text.ToString();
    }

    /// <summary>What the device is to be known by, spoken with and spared from.</summary>
    private static TextTable Needs(CommandContext context, ProfileReport report)
    {
        var facts = new TextTable();
        void Fact(string english, string chinese, IEnumerable<string> values)
        {
            string name = $"  {context.Say(english, chinese)}";
            foreach (string value in values)
            {
                facts.Add(name, value);
                name = "";
            }
        }
        if (report.Scale is { } scale)
            Fact("speaks", "协议", [$"{scale.Protocol}, {ModeOf(context, scale.Mode)}", .. scale.Commands.Select(command => $"TX {command}")]);
        if (report.Scale?.Pattern is { } pattern) Fact("frame", "报文", [pattern]);
        if (report.Scale?.Stability is { } rule) Fact("stable", "稳定判据", [rule]);
        Fact("known by", "身份校验", report.Identify);
        if (report.FirmwareFrom is { } firmware) Fact("firmware in", "固件位置", [firmware]);
        Fact("start", "启动", report.Start.Select(step => StepOf(context, step)));
        Fact("set on the device", "由设备设置", Settings(report));
        Fact("never written", "禁止写入", report.NeverWrite);
        return facts;
    }

    /// <summary>Units that the site has to say under <c>units:</c>, because no register explains them.</summary>
    private static IEnumerable<string> Settings(ProfileReport report) => report.Points
        .Where(point => point.OpenUnit is not null).Select(point => $"{point.Name}: {point.OpenUnit!.Text(point.Unit)}")
        .Concat(report.Channels.SelectMany(channel => channel.OpenUnits.Select(open => $"{channel.Slots[0]} {open.Key}: {open.Value.Text("-")}")));

    private static string StepOf(CommandContext context, ProfileStartLine step)
    {
        if (step.Action == "read") return context.Say($"reads {step.Registers}", $"读取 {step.Registers}");
        string values = step.Values.Count == 0 ? "" : $" = {string.Join(' ', step.Values)}";
        return context.Say($"writes {step.Registers}{values}: {step.Changes}", $"写入 {step.Registers}{values}：{step.Changes}");
    }

    private static string ModeOf(CommandContext context, string mode) => mode switch
    {
        "streaming" => context.Say("talks by itself", "连续发送"),
        "polled" => context.Say("answers when asked, alone on its line", "应答方式，独占线路"),
        "addressed" => context.Say("answers by its address, several on one line", "按地址应答，可多台共线"),
        _ => mode,
    };

    private static TextTable PointsOf(CommandContext context, IReadOnlyList<ProfilePointLine> points)
    {
        var table = new TextTable(
            context.Say("POINT", "点位"), context.Say("WHAT", "名称"), context.Say("UNIT", "单位"), context.Say("REGISTERS", "寄存器"), context.Say("TYPE", "类型"),
            context.Say("EVERY", "周期"));
        foreach (var point in points)
            table.Add(
                point.Name, context.Say(point.Label, point.LabelZh), UnitText.Of(point.Unit), point.Registers, $"{point.Type} {point.Order}".TrimEnd(),
                point.Every);
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
