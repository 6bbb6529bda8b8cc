using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>Finds what a profile leaves open that nobody has said yet, in the order in which it can be answered.</summary>
internal static class DeviceNeeds
{
    public static IReadOnlyList<DeviceNeed> Of(ProfileModel profile, DeviceChoices said)
    {
        if (said.Form(profile) is not { } form) return said.Variant is null ? [Variant(profile)] : [];
        var needs = new List<DeviceNeed>();
        if (form.ByteOrders.Count > 1 && said.ByteOrder is null) needs.Add(ByteOrder(form));
        if (form.Channels.Count > 0 && said.Channels.Count == 0) needs.Add(Channels(form));
        var device = form.Configure([.. said.Channels.Select(channel => channel.ToSlot())], Statements(said));
        needs.AddRange(device.Points.Where(point => point.Decoding.IsUnconfirmed).Select(Unit));
        if (form.Start.Any(step => step.IsWrite) && said.Init is null) needs.Add(Init(form));
        return needs;
    }

    private static UnitStatement[] Statements(DeviceChoices said) =>
        [.. said.Units.Select(unit => unit.ToStatement()).DistinctBy(statement => statement.Point)];

    private static DeviceNeed Variant(ProfileModel profile)
    {
        string[] words = [.. profile.Variants.Select(form => form.Variant!)];
        return new DeviceNeed(NeedKind.Variant, ($"{profile.Name} describes several forms of the device", $"{profile.Name} 描述了多种变体"),
            string.Join(", ", words), $"--variant {words[0]}", IsVital: true) { Words = words };
    }

    private static DeviceNeed ByteOrder(ProfileModel form)
    {
        string[] words = [.. form.ByteOrders.Select(order => order.ToString())];
        return new DeviceNeed(
            NeedKind.ByteOrder,
            ($"{form.Name} leaves the byte order open: compare the values with the display", $"{form.Name} 未确定字节序：请与显示屏核对数值"),
            string.Join(", ", words), $"--byte-order {words[0]}", IsVital: true) { Words = words };
    }

    private static DeviceNeed Channels(ProfileModel form)
    {
        var first = form.Channels[0];
        string example = $"--channels {first.SlotNames.First()}={first.Quantities[0].Quantity}{(first.NeedsScale ? ",scale=0.01" : "")}";
        return new DeviceNeed(NeedKind.Channels,
            ($"what the slots of {form.Name} measure is set on the device", $"{form.Name} 的通道测量什么由设备设定"),
            string.Join("; ", form.Channels.Select(Slots)), example, IsVital: form.Points.Count == 0);
    }

    private static string Slots(ChannelTemplate channel)
    {
        string names = channel.Slots == 1 ? channel.Name : $"{channel.SlotNames.First()}…{channel.SlotNames.Last()}";
        return $"{names}={string.Join("|", channel.Quantities.Select(offered => offered.Quantity))}{(channel.NeedsScale ? ",scale=…" : "")}";
    }

    private static DeviceNeed Unit(ProfilePoint point)
    {
        var setting = point.UnitSetting;
        IReadOnlyList<string> units = setting is { Choices.Count: > 0 } choices ? choices.Choices : [point.Unit];
        string codes = string.Concat(Enumerable.Repeat(",code=…", setting?.Codes.Count ?? 0));
        return new DeviceNeed(NeedKind.Unit,
            ($"the unit of {point.Name} is a setting of the device that no register explains", $"{point.Name} 的单位由设备设置决定，寄存器不能说明"),
            string.Join(", ", units.Select(unit => unit + codes)), $"--units {point.Name}={units[0]}{codes}", IsVital: false) { Point = point.Name };
    }

    private static DeviceNeed Init(ProfileModel form)
    {
        string changes = string.Join("; ", form.Start.Where(step => step.IsWrite).Select(step => step.Changes));
        return new DeviceNeed(NeedKind.Init,
            ($"{form.Name} is started by writing to it, which needs your leave: {changes}", $"{form.Name} 需写入才能启动，须经您允许：{changes}"),
            "true, false", "--init true", IsVital: false) { Words = ["true", "false"] };
    }
}
