using System.Text.Json;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw device list|add|test</c>: the devices of the site file.</summary>
internal static class DeviceVerb
{
    public static Verb Create() => new("device", ("The devices of the site: list, add, test.", "站点的设备：列出、添加、测试。"))
    {
        List(), DeviceAddVerb.Create(), DeviceTestVerb.Create(),
    };

    private static Verb List()
    {
        var list = new Verb("list", ("The devices of the site file, with their bus, unit and profile.", "列出站点文件中的设备及其总线、从站地址和模板。"),
            new Example("envgw device list", ("what is configured", "已配置的设备")))
        {
            SharedOptions.Config,
        };
        list.SetAction((parsed, _) =>
        {
            var context = CommandContext.From(parsed);
            if (!SiteFiles.TryLoad(context, parsed.GetRequiredValue(SharedOptions.Config), out var site)) return Task.FromResult(ExitCode.ConfigurationInvalid);
            return ListAsync(context, site);
        });
        return list;
    }

    private static async Task<int> ListAsync(CommandContext context, SiteModel site)
    {
        List<DeviceLine> lines =
        [
            .. site.Devices.Select(device => new DeviceLine(
                device.Name, device.Label.In(context.Language), site.Buses[device.Bus].Name, site.Buses[device.Bus].Display, device.Unit, device.ProfileName,
                device.ProfileVersion, device.Points.Count)),
        ];
        if (context.Json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(new DeviceListReport("envgw.devices/1", site.Id, lines),
                CliJson.Readable.DeviceListReport));
            return ExitCode.Fine;
        }
        var table = new TextTable(
            context.Say("NAME", "名称"), context.Say("LABEL", "标签"), context.Say("BUS", "总线"), context.Say("UNIT", "从站"), context.Say("PROFILE", "模板"),
            context.Say("POINTS", "点位"));
        foreach (var line in lines) table.Add(line.Name, line.Label, $"{line.Bus} {line.Place}", $"{line.Unit}", $"{line.Profile} {line.Version}",
            $"{line.Points}");
        await context.Out.WriteAsync(table.ToString());
        if (lines.Count > 0) context.Next($"envgw device test {lines[0].Name}");
        return ExitCode.Fine;
    }
}
