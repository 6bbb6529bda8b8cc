using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Serial;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw bus scan</c>: who is on a bus, at which settings and addresses, and what they look like.</summary>
internal static class BusScanVerb
{
    private static readonly VerbOption<string?> _units = new("--units", ("Addresses to try (default: 1-16 first, then all).", "要查询的地址（默认先 1-16，再全部）。"), "1-16");

    private static readonly VerbOption<string?> _serial = new("--serial",
        ("Line settings of a port as one word: the only ones to try (default: the site's, else all usual ones).",
            "串口参数，写成一个词：只用这组参数扫描（默认取站点文件，否则逐一尝试所有常用参数）。"), "9600-8N1");

    private static readonly VerbOption<bool> _all = new("--all",
        ("Go on over all settings and addresses although somebody was found, or nothing at all was heard of an endpoint.",
            "即使已找到设备，或网络端点毫无应答，仍继续扫描全部参数和地址。"));

    public static Verb Create()
    {
        var scan = new Verb("scan", ("Look for devices over addresses and serial settings. Reads only; Ctrl-C keeps what was found.",
            "按地址和串口参数扫描设备。只读；Ctrl-C 保留已找到的结果。"),
            new Example("envgw bus scan /dev/ttyUSB0", ("usual settings and addresses first", "先查常用参数和地址")),
            new Example("envgw bus scan /dev/ttyUSB0 --serial 9600-8E1 --units 1-32", ("only these", "仅限这些")),
            new Example("envgw bus scan /dev/ttyUSB0 --all", ("everywhere, although somebody was found", "找到设备后仍全面扫描")),
            new Example("envgw bus scan tcp://192.0.2.20:502", ("units behind a gateway", "网关之后的从站")))
        {
            BusOptions.Bus, _units, _all, _serial, BusOptions.Framing, BusOptions.Echo, SharedOptions.Config,
        };
        scan.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return scan;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (!TryUnits(context, parsed.GetValue(_units), out var units)) return ExitCode.WrongUsage;
        string bus = parsed.GetRequiredValue(BusOptions.Bus);
        if (BusOptions.TryModbusTarget(parsed, context, bus, parsed.GetValue(_serial), out var target) is not ExitCode.Fine and var wrong) return wrong;
        // Unit 0 is everybody on a line (Serial Line V1.02, 2.1): nobody answers, or all at once.
        if (target!.IsSerial && units is not null && units.Any(unit => unit is 0 or > ScanPlan.LastUnit))
            return BusOptions.Refuse(context, ("addresses on a line are 1 to 247", "串行总线上的地址为 1 到 247"), "--units 1-247");
        var patience = PatienceOf(context, target.IsSerial);
        bool isKnown = target.IsSerialAsked || target.SiteBus is not null;
        var plan = ScanPlan.Of(target.IsSerial, isKnown ? target.Bus.Serial : null, units, target.Bus.Framing == Core.Site.BusFraming.Ascii);
        if (target.IsSerial && PtyTransport.IsPseudoTerminal(target.Bus.Address)) plan = ScanPlan.BySpeed(plan);
        // Compiled when the first device is found, and then once.
        var library = new Lazy<IReadOnlyList<ProfileModel>>(() =>
            [.. new ProfileLibrary(parsed.GetRequiredValue(SharedOptions.Config),
                SiteFiles.InstalledProfiles).All.Select(profile => profile.Compiled.Model).OfType<ProfileModel>()]);
        bool isThorough = parsed.GetValue(_all);
        return await new BusAccess(context).UseAsync(target with { IsScanned = true },
            line => ScanAsync(context, line, new BusScan(context, line, plan, patience, () => library.Value) { IsThorough = isThorough }, plan, patience,
                stop), stop);
    }

    /// <summary>What was asked for holds everywhere.</summary>
    private static ScanPatience PatienceOf(CommandContext context, bool isSerial) =>
        context.Timeout is { } asked ? ScanPatience.Always(asked) : isSerial ? ScanPatience.OnALine : ScanPatience.OnANetwork;

    private static async Task<int> ScanAsync(CommandContext context, BusLine line, BusScan scan, IReadOnlyList<ScanPass> plan, ScanPatience patience,
        CancellationToken stop)
    {
        string adapter = line.Target.IsSerial ? UsbText.Of(line.Bus.Address) : "";
        string about = adapter.Length > 0 ? $" ({adapter})" : "", span = BusOptions.SpanText(patience.Usual);
        string most = EstimateOf(scan.EndsEarly ? plan.Take(1) : plan, patience);
        context.Note(($"Scanning {line.Target.Written}{about}. Read-only: FC03, FC04, FC43. Time-out {span}. At most {most} when nobody answers.",
            $"正在扫描 {line.Target.Written}{about}。只读：FC03、FC04、FC43。超时 {span}。无人应答时最多 {most}。"));
        bool isInterrupted = false;
        try
        {
            await scan.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            isInterrupted = true;
        }
        var file = new ScanFile(
            ScanFile.CurrentSchema, line.Target.Written, line.Bus.Framing == Core.Site.BusFraming.Ascii
                ? "ascii" : null, line.Time.GetUtcNow(), scan.IsComplete, scan.Probes,
            scan.Found);
        UserState.Keep(context, UserState.LastScan, JsonSerializer.Serialize(file, CommissioningJson.Readable.ScanFile));
        if (scan.IsNoisy && !context.Json)
        {
            new BusAccess(context).Report(new BusTrouble(BusProblems.TalksByItself,
                [line.Target.Written]) { Next = [$"envgw bus sniff {line.Target.Written}"] });
            return ExitCode.ProblemsFound;
        }
        if (scan.Found.Count == 0 && !isInterrupted && !context.Json)
        {
            new BusAccess(context).Report(NobodyOf(line, scan, plan, patience));
            return ExitCode.NoAnswer;
        }
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(file, CommissioningJson.Readable.ScanFile));
        else await WriteAsync(context, line, scan, isInterrupted);
        return isInterrupted ? ExitCode.Interrupted : scan.Found.Any(finding => finding.IsPresent) ? ExitCode.Fine : ExitCode.NoAnswer;
    }

    private static async Task WriteAsync(CommandContext context, BusLine line, BusScan scan, bool isInterrupted)
    {
        var table = new TextTable(
            "  " + context.Say("ADDR", "地址"), context.Say("SETTINGS", "参数"), context.Say("ANSWER", "应答"), context.Say("TIME",
                "用时"), context.Say("LOOKS LIKE", "疑似"));
        var shown = scan.AnswersToAll ? scan.Found.Take(1) : scan.Found;
        foreach (var finding in shown)
            table.Add(
                "  " + (scan.AnswersToAll ? context.Say("all", "全部") : $"{finding.Unit}".PadLeft(4)), finding.Serial ?? "-", ScanWords.Answer(context, finding),
                string.Create(CultureInfo.InvariantCulture, $"{finding.Ms:0} ms"), ScanWords.Likeness(context, finding));
        if (table.Count > 1) await context.Out.WriteAsync(table.ToString());
        if (isInterrupted) context.Note(("Interrupted; what was found until then is kept.", "已中断；已找到的结果已保留。"));
        if (scan.AnswersToAll)
            context.Note(("It answers to every unit alike: one device, use -u 1.", "对所有从站地址的应答相同：只有一台设备，请用 -u 1。"));
        int devices = scan.AnswersToAll ? 1 : scan.Found.Count(finding => finding.IsPresent);
        string next = string.Join(context.Say("     or  ", "     或  "), NextOf(context, line, scan).Take(2));
        context.Note(($"{Plural.Of(devices, "device")}.  next: {next}", $"{devices} 台设备。下一步：{next}"));
    }

    /// <summary>A device that one profile fits can be added at once; an unknown one has to be explored.</summary>
    private static IEnumerable<string> NextOf(CommandContext context, BusLine line, BusScan scan)
    {
        var present = scan.Found.Where(finding => finding.IsPresent).ToList();
        string unit = present.Count > 1 && !scan.AnswersToAll ? " -u N" : "";
        if (present.Exists(finding => LastScan.ProfilesOf(finding).Count > 0))
            yield return $"envgw device add --scan last{unit} --name {context.Say("NAME", "名称")}";
        if (present.Find(finding => LastScan.ProfilesOf(finding).Count == 0) is not { } unknown) yield break;
        yield return $"envgw find {line.Target.Written} -u {unknown.Unit} --value {context.Say("DISPLAY", "显示值")}";
        yield return $"envgw reg sweep {line.Target.Written} -u {unknown.Unit}";
    }

    private static BusTrouble NobodyOf(BusLine line, BusScan scan, IReadOnlyList<ScanPass> plan, ScanPatience patience)
    {
        if (scan.Broken is { } broken) return new BusTrouble(BusProblems.Lost, [line.Target.Written]) { Heard = broken.Detail ?? "" };
        int settings = plan.SelectMany(pass => pass.Settings).Distinct().Count();
        string tried = settings == 0 ? "" : $"{settings} settings, ", triedChinese = settings == 0 ? "" : $"{settings} 组参数，";
        string span = BusOptions.SpanText(plan[^1].IsHurried ? patience.Hurried : patience.Usual);
        return new BusTrouble(BusProblems.NobodyThere, [line.Target.Written, scan.Probes])
        {
            Tried = ($"{tried}FC03, holding 0, {scan.Probes} requests, {span} each", $"{triedChinese}FC03，holding 0，{scan.Probes} 次请求，每次 {span}"),
            Heard = scan.IsLeftEarly
                ? ("0 bytes. Units 1-16 and 255 gave no answer at all; 17-247 were not asked", "0 字节。从站 1-16 和 255 均无任何应答；未查询 17-247")
                : ("0 bytes, not even noise", "0 字节，连干扰也没有"),
            Likely = line.Target.IsSerial
                ? [("A and B reversed, or no power", "A/B 线接反或未上电"), ("the device speaks ASCII frames or no Modbus", "设备使用 ASCII 帧或非 Modbus 协议"),
                    ("USB adapter at fault", "USB 转换器故障")]
                : [("the units behind the gateway are off, or its line has other settings", "网关后的从站未上电，或线路参数不同"),
                    ($"the other framing: {OtherScheme(line.Target)}://", $"帧格式不同：{OtherScheme(line.Target)}://")],
            Next = line.Target.IsSerial
                ? [$"envgw bus sniff {line.Target.Written}", $"envgw bus scan {line.Target.Written} --framing ascii"]
                : [.. scan.IsLeftEarly ? [$"envgw bus scan {line.Target.Written} --all"] : Array.Empty<string>(),
                    $"envgw bus scan {OtherScheme(line.Target)}://{HostOf(line.Bus.Address)}:{line.Bus.Port}"],
        };
    }

    /// <summary>What else is spoken over a network: bare RTU frames by a serial device server, Modbus TCP by nearly everything else.</summary>
    private static string OtherScheme(BusTarget target) =>
        target.Bus is { Transport: Core.Site.BusTransport.Tcp, Framing: Core.Site.BusFraming.Mbap } ? "rtu+tcp" : "tcp";

    private static string HostOf(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address.Trim('[', ']')}]" : address;

    private static string EstimateOf(IEnumerable<ScanPass> plan, ScanPatience patience)
    {
        double seconds = plan.Sum(pass => patience.Estimate(pass).TotalSeconds);
        return seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s") : string.Create(CultureInfo.InvariantCulture,
            $"{Math.Ceiling(seconds / 60):0} min");
    }

    private static bool TryUnits(CommandContext context, string? written, out IReadOnlyList<byte>? units)
    {
        units = null;
        if (written is null) return true;
        List<byte> given = [];
        foreach (string part in written.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length <= 2 && byte.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte first)
                && byte.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out byte last) && first <= last)
            {
                given.AddRange(Enumerable.Range(first, last - first + 1).Select(unit => (byte)unit));
                continue;
            }
            BusOptions.Refuse(context, ($"'{written}' are no addresses", $"“{written}” 不是有效的地址范围"), "--units 1-16,100");
            return false;
        }
        units = given;
        return true;
    }
}
