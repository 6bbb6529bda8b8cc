using System.CommandLine;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>How a command line says what a profile leaves open, and what happens when it does not.</summary>
internal static class ChoiceOptions
{
    public static VerbOption<string?> Variant { get; } = new("--variant",
        ("Which form of the device it is, where its profile describes several.", "设备属于哪种变体（模板描述多种时）。"), "NAME");

    public static VerbOption<string?> ByteOrder { get; } = new("--byte-order",
        ("The order of bytes that the device is set to, where its profile leaves it open.", "设备的字节序（模板未确定时）。"), "CDAB", [.. ByteOrderText.All]);

    public static VerbOption<string[]> Channels { get; } = new("--channels",
        ("What a slot measures, such as ai1=turbidity or ai2=ph,point=ph_raw,scale=0.01; once for each slot.",
            "通道测量什么，例如 ai1=turbidity 或 ai2=ph,point=ph_raw,scale=0.01；每个通道写一次。"), "SLOT=QUANTITY");

    public static VerbOption<string[]> Units { get; } = new("--units",
        ("The unit that the device is set to, such as temperature=Cel or level=mm,code=7; once for each point.",
            "设备所设单位，例如 temperature=Cel 或 level=mm,code=7；每个点位写一次。"), "POINT=UNIT");

    public static VerbOption<string?> Init { get; } = new("--init",
        ("Whether the device may be started by writing to it as its profile says.", "是否允许按模板写入以启动设备。"), "true|false", "true", "false");

    /// <returns>False after a mistake was reported.</returns>
    public static bool TryRead(ParseResult parsed, CommandContext context, out DeviceChoices said)
    {
        List<ChannelChoice> channels = [];
        List<UnitChoice> units = [];
        said = new DeviceChoices(parsed.GetValue(Variant), parsed.GetValue(ByteOrder), parsed.GetValue(Init), channels, units);
        foreach (string written in parsed.GetValue(Channels) ?? [])
        {
            if (ChannelChoice.TryParse(written, out var channel)) channels.Add(channel);
            else return Refuse(context, ($"'{written}' does not say what a slot measures", $"“{written}” 没有说明通道测量什么"),
                "--channels ai1=turbidity, --channels ai2=ph,point=ph_raw,scale=0.01");
        }
        foreach (string written in parsed.GetValue(Units) ?? [])
        {
            if (UnitChoice.TryParse(written, out var unit)) units.Add(unit);
            else return Refuse(context, ($"'{written}' does not say the unit of a point", $"“{written}” 没有说明点位的单位"),
                "--units temperature=Cel, --units level=mm,code=7");
        }
        return true;
    }

    /// <summary>Completes what was said by asking, where somebody can be asked.</summary>
    /// <param name="profile">Null for one that is unknown or broken, which is reported with the whole file.</param>
    /// <returns>Null after what is missing was reported, with the command that says it.</returns>
    public static async Task<DeviceChoices?> CompleteAsync(
        ParseResult parsed, CommandContext context, ProfileModel? profile, DeviceChoices said, bool isAsking, CancellationToken stop)
    {
        if (profile is null) return said;
        if (isAsking) said = await new DeviceQuestions(context, new Prompt(context).AskAsync).CompletedAsync(profile, said, stop);
        DeviceNeed[] open = [.. DeviceNeeds.Of(profile, said).Where(need => need.IsVital)];
        if (open.Length == 0) return said;
        foreach (var need in open) context.Fail(need.Message, ($"possible: {need.Possible}", $"可选：{need.Possible}"));
        context.Next($"{CommandLine.Of(parsed)} {string.Join(' ', open.Select(need => need.Option))}");
        return null;
    }

    private static bool Refuse(CommandContext context, Wording message, string example)
    {
        BusOptions.Refuse(context, message, example);
        return false;
    }
}
