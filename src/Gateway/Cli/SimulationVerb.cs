using System.CommandLine;
using Gateway.Core.Site;
using Gateway.Fieldbus.Transports;
using Gateway.Simulation;

namespace Gateway.Cli;

/// <summary><c>envgw sim run site.yaml</c>: plays every device of a site on this machine.</summary>
internal static class SimulationVerb
{
    private static readonly VerbArgument<string> _site =
        new("SITE", ("The site file to play. Its buses must be loopback addresses or free paths.", "要模拟的站点文件。总线必须是本机回环地址或未占用的路径。"));

    private static readonly VerbOption<string[]> _incidents = new("--incident",
        ("What goes wrong, instead of the usual script; repeatable. Kinds: value, gain, silent, hold.", "代替默认脚本的事件，可重复。类型：value、gain、silent、hold。"),
        "KIND:TARGET@START+DURATION=VALUE");

    private static readonly VerbOption<string> _local = new("--local",
        ("Play a copy of the site in this folder, with ports and addresses of this machine and without feeds; for a site made for real hardware.",
         "在此文件夹中模拟站点的副本，使用本机端口和地址，不含上报；用于为真实硬件编写的站点。"), "FOLDER");

    private static readonly VerbOption<bool> _calm = new("--calm", ("Nothing goes wrong.", "不发生任何事件。"));

    public static Verb Create()
    {
        var run = new Verb("run",
            ("Serve every device of a site by its profile, Modbus devices and scales, with believable signals and incidents.",
                "按设备模板模拟站点的所有设备（Modbus 设备和秤），带逼真的信号和事件。"),
            new Example("envgw sim run site.yaml", ("play the site until Ctrl-C", "模拟站点，Ctrl-C 结束")),
            new Example("envgw sim run site.yaml --incident value:outlet/turbidity@10s+40s=1.6",
                ("after 10 s the turbidity is 1.6 for 40 s", "10 秒后浊度升至 1.6，持续 40 秒")),
            new Example("envgw sim run site.yaml --incident gain:bin/weight@15s=3.6 --incident silent:room3@60s+20s",
                ("a bin gains 3.6 kg, a device falls silent", "垃圾桶增重 3.6 kg，一台设备无应答")),
            new Example("envgw sim run site.yaml --incident hold:outlet/ph=7.21", ("the display shows 7.21 from beginning to end", "显示值始终为 7.21")),
            new Example("envgw reg write tcp://127.0.0.1:1502 -u 1 hr:10 2",
                ("writing to it meanwhile; what a signal drives is set anew at the next step", "运行期间可写入；由信号驱动的值在下一步会被重新设置")),
            new Example("envgw sim run site.yaml --local /tmp/site", ("the whole site here, whatever its ports and addresses are", "无论站点的端口和地址如何，都在本机模拟")))
        {
            _site, _incidents, _local, _calm,
        };
        run.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return new Verb("sim", ("Simulated devices, to try everything without hardware.", "模拟设备，无需硬件即可试用。")) { run };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (SiteFile(parsed, context) is not { } file || !SiteFiles.TryLoad(context, file, out var site)) return ExitCode.ConfigurationInvalid;
        var obstacles = SimulatedSite.Obstacles(site).ToList();
        foreach (var obstacle in obstacles) context.Fail(obstacle);
        if (obstacles.Count > 0) return ExitCode.ProblemsFound;
        if (!TryScript(parsed, context, site, out var script)) return ExitCode.WrongUsage;

        try
        {
            await new SimulatedSite(site, script, context.Out, TimeProvider.System).RunAsync(stop);
            return ExitCode.Fine;
        }
        catch (Exception taken) when (taken is TransportException or IOException or System.Net.Sockets.SocketException)
        {
            context.Fail(($"{taken.Message}", $"无法打开模拟端口（{taken.Message}）"));
            context.Note(("likely: a port of this site is in use, perhaps by another simulation. Next: ss -ltnp",
                "可能原因：本站点的某个端口已被占用（也许另一个模拟正在运行）。下一步：ss -ltnp"));
            return ExitCode.Busy;
        }
    }

    /// <summary>The site to play: the one named, or its copy for this machine. Null when there is none to play; then it has been said why.</summary>
    private static string? SiteFile(ParseResult parsed, CommandContext context)
    {
        string named = parsed.GetRequiredValue(_site);
        if (parsed.GetValue(_local) is not { } folder) return named;
        try
        {
            return LocalSiteFiles.Write(context, named, folder);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            context.Fail(($"{folder}: {denied.Message}", $"{folder}：{denied.Message}"));
            return null;
        }
    }

    private static bool TryScript(ParseResult parsed, CommandContext context, SiteModel site, out IncidentScript script)
    {
        script = parsed.GetValue(_calm) ? IncidentScript.None : IncidentScript.For(site);
        if (parsed.GetValue(_incidents) is not { Length: > 0 } written) return true;
        List<Incident> incidents = [];
        foreach (string text in written)
        {
            if (!Incident.TryParse(text, out var incident))
            {
                context.Fail(($"'{text}' is not an incident. Write kind:target@start+duration=value, for example value:outlet/turbidity@10s+40s=1.6",
                    $"“{text}” 不是有效的事件。写法：类型:目标@开始+持续=数值，例如 value:outlet/turbidity@10s+40s=1.6"));
                return false;
            }
            bool known = incident.Kind == IncidentKind.Silent
                ? site.Devices.Any(d => d.Name == incident.Target) : site.Points.Any(p => p.Id == incident.Target);
            if (!known)
            {
                context.Fail((
                    $"the site has no {(incident.Kind == IncidentKind.Silent ? "device" : "point")} '{incident.Target}'",
                    $"站点中没有{(incident.Kind == IncidentKind.Silent ? "设备" : "点位")} “{incident.Target}”"));
                return false;
            }
            incidents.Add(incident);
        }
        script = IncidentScript.Of(incidents);
        return true;
    }
}
