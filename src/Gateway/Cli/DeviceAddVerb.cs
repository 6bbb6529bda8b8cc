using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Cli.Choosing;
using Gateway.Cli.Commissioning;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;

namespace Gateway.Cli;

/// <summary><c>envgw device add</c>: puts a device into the site file. Shows what changes, checks the whole new file, keeps the old one.</summary>
internal static class DeviceAddVerb
{
    private static readonly VerbOption<string> _name = new("--name",
        ("What the site calls it: lower case letters, digits, '-' and '_'.", "设备在站点中的名称：小写字母、数字、“-” 和 “_”。"), "NAME") { Required = true };

    private static readonly VerbOption<string?> _bus =
        new("--bus", ("A bus of the site file, a port or an address; a new one is added to the file.", "站点文件中的总线、串口或地址；新总线会加入文件。"), "BUS");

    private static readonly VerbOption<string?> _profile = new("--profile", ("Its device profile; see envgw profile list.", "设备模板，见 envgw profile list。"),
        "PROFILE");

    private static readonly VerbOption<string?> _scan =
        new("--scan", ("Take bus, settings, unit and profile from the last 'envgw bus scan'.", "采用上次 envgw bus scan 得到的总线、参数、从站地址和模板。"), "last", "last");

    private static readonly VerbOption<string?> _every = new("--every", ("How often it is read, instead of the profile's interval.", "采集周期，代替模板中的周期。"), "10s");

    public static Verb Create()
    {
        var add = new Verb("add", ("Add a device to the site file: shows the change, checks the whole file, keeps a copy.", "向站点文件添加设备：显示改动、检查整个文件并保留备份。"),
            new Example("envgw device add --scan last --name ph-1", ("what the last scan found", "添加上次扫描到的设备")),
            new Example("envgw device add --bus line -u 3 --profile water/boqu-phg-2091 --name ph-1", ("by hand", "手工指定")),
            new Example("envgw device add --scan last --name eff --channels ai1=turbidity --channels ai2=ph,point=ph_in",
                ("what the slots of a transmitter measure", "变送器各通道的测量内容")),
            new Example("envgw device add --scan last --name lobby --units temperature=Cel", ("the unit that the device is set to", "设备所设的单位")))
        {
            _name, _scan, _bus, BusOptions.Unit, _profile, ChoiceOptions.Variant, ChoiceOptions.Channels, ChoiceOptions.Units, ChoiceOptions.ByteOrder,
            ChoiceOptions.Init, _every, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo, BusOptions.Yes, SharedOptions.Config,
        };
        add.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return add;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        string file = parsed.GetRequiredValue(SharedOptions.Config);
        bool isNew = !File.Exists(file);
        SiteModel? site = null;
        if (!isNew && !SiteFiles.TryLoad(context, file, out site)) return ExitCode.ConfigurationInvalid;
        int code = TryDescribe(parsed, context, site, out var device);
        if (device is null) return code;
        if (!ChoiceOptions.TryRead(parsed, context, out var said)) return ExitCode.WrongUsage;
        bool isAsking = !parsed.GetValue(BusOptions.Yes) && !context.Json && !context.AsksNothing && !Console.IsInputRedirected;
        var profile = ProfileVerb.LibraryOf(parsed).Find(device.Profile)?.Compiled.Model;
        if (await ChoiceOptions.CompleteAsync(parsed, context, profile, said, isAsking, stop) is not { } chosen) return ExitCode.WrongUsage;
        device = device with { Choices = chosen.Entry };
        if (device.AboutSettings is { } about) context.Note(about);
        string before = isNew ? "" : await File.ReadAllTextAsync(file, stop);
        if (device.InsertedInto(isNew ? NewSite.Text(file) : before) is not { } after) return await GiveUpAsync(context, file, device);
        if (!IsSound(context, file, site, device, after)) return ExitCode.ConfigurationInvalid;
        return await OfferAsync(context, file, device, before, after, parsed.GetValue(BusOptions.Yes), stop);
    }

    /// <returns>The exit code after what is wrong has been reported; 0 with a device.</returns>
    private static int TryDescribe(ParseResult parsed, CommandContext context, SiteModel? site, out NewDevice? device)
    {
        device = null;
        string name = parsed.GetRequiredValue(_name);
        if (site?.Devices.Any(known => known.Name == name) == true)
            return BusOptions.Refuse(context, ($"the site has a device '{name}' already", $"站点中已有设备 “{name}”"), "--name ANOTHER");
        ScanFile? scan = null;
        ScanFinding? found = null;
        if (parsed.GetValue(_scan) is not null
            && LastScan.TryChoose(context, UnitOf(parsed), out scan, out found) is var code and not ExitCode.Fine) return code;
        string? bus = parsed.GetValue(_bus) ?? scan?.Bus, profile = parsed.GetValue(_profile) ?? LastScan.ProfileOf(found);
        if (bus is null) return BusOptions.Refuse(context, ("which bus is it on?", "设备在哪条总线上？"), "--bus line, --scan last");
        if (profile is null) return WhichProfile(context, found);
        if (DeviceAddress.TryRead(parsed, context, profile, UnitOf(parsed) ?? found?.Unit,
            out string? address) is not ExitCode.Fine and var unknown) return unknown;
        string? serial = parsed.GetValue(BusOptions.Serial) ?? found?.Serial;
        var shipped = ProfileVerb.LibraryOf(parsed).Find(profile)?.Compiled.Model?.Serial;
        code = BusOptions.TryTarget(parsed, context, bus, serial, out var target, shipped);
        if (target is null) return code;
        // What was found is spoken with as it was found.
        bool isFoundInAscii = parsed.GetValue(_bus) is null && scan?.Framing == "ascii" && parsed.GetValue(BusOptions.Framing) is null;
        if (isFoundInAscii) target = target with { Bus = target.Bus with { Framing = BusFraming.Ascii } };
        if (Difference(context, target) is not ExitCode.Fine and var differs) return differs;
        device = target.SiteBus is { } own
            ? new NewDevice(name, profile, own.Name, null, address, parsed.GetValue(_every))
            : new NewDevice(name, profile, NewDevice.FreeName(site?.Buses ?? []), NewDevice.EntryOf(target.Bus), address, parsed.GetValue(_every));
        if (serial is null && target is { IsSerial: true, SiteBus: null })
            device = device with { AboutSettings = AboutSettings(profile, shipped, target.Bus.Serial!) };
        return ExitCode.Fine;
    }

    /// <summary>One of several that fit is never guessed, but all of them are named.</summary>
    private static int WhichProfile(CommandContext context, ScanFinding? found)
    {
        var alike = LastScan.ProfilesOf(found);
        string example = alike.Count > 0 ? alike[0] : found?.LooksLike is [var nearest, ..] ? nearest.Profile : "water/…";
        if (alike.Count > 0)
            return BusOptions.Refuse(
                context,
                ($"which profile describes it? the last scan found it alike to several profiles: {string.Join(", ", alike)}",
                    $"使用哪个模板？上次扫描表明与多个模板相符：{string.Join("、", alike)}"),
                $"--profile {example}");
        if (found is not { LooksLike.Count: > 0 })
            return BusOptions.Refuse(
                context, ("which profile describes it? envgw profile list shows them", "使用哪个模板？见 envgw profile list"), $"--profile {example}");
        string near = string.Join(", ", found.LooksLike.Select(one => $"{one.Profile} ({one.Agreed} of {one.Checks} checks)"));
        string nearInChinese = string.Join("、", found.LooksLike.Select(one => $"{one.Profile}（{one.Checks} 项检查中 {one.Agreed} 项相符）"));
        return BusOptions.Refuse(
            context, ($"which profile describes it? no profile fits it wholly; nearest: {near}", $"使用哪个模板？没有完全相符的模板；最接近的：{nearInChinese}"),
            $"--profile {example}");
    }

    /// <summary>Where settings come from that nobody has given: a device that was set otherwise will not answer at them.</summary>
    /// <returns>Null when a scan has found them.</returns>
    private static Wording? AboutSettings(string profile, SerialSettings? shipped, SerialSettings used)
    {
        bool isScanned = shipped != used && used != new SerialSettings(9600);
        if (isScanned) return null;
        return shipped == used
            ? ($"{used} is how {profile} is shipped; say --serial when the device is set otherwise", $"{used} 是 {profile} 的出厂参数；如设备已改，请用 --serial 指定")
            : ($"{used} is a guess, for {profile} names no settings; say --serial when it is set otherwise, or look: envgw bus scan",
                $"{profile} 未说明串口参数，{used} 为推测；如有不同请用 --serial 指定，或用 envgw bus scan 查找");
    }

    /// <summary>A bus of the site keeps its settings: a device that needs others does not work on it, however it is added.</summary>
    private static int Difference(CommandContext context, BusTarget target)
    {
        if (target.SiteBus is not { } own) return ExitCode.Fine;
        if (target.Bus.Serial != own.Serial)
            return BusOptions.Refuse(
                context,
                ($"bus {own.Name} runs at {own.Serial}, and the device at {target.Bus.Serial}: a bus works at one setting only",
                    $"总线 {own.Name} 的参数为 {own.Serial}，而设备为 {target.Bus.Serial}：一条总线只能使用一组参数"),
                $"serial: {target.Bus.Serial} for the bus in the site file, or set the device to {own.Serial}");
        if (own.Framing is BusFraming.Rtu or BusFraming.Ascii && target.Bus.Framing != own.Framing)
            return BusOptions.Refuse(
                context,
                ($"bus {own.Name} carries {own.Framing.ToString().ToUpperInvariant()} frames, and the device speaks {target.Bus.Framing.ToString().ToUpperInvariant()}",
                    $"总线 {own.Name} 使用 {own.Framing.ToString().ToUpperInvariant()} 帧，而设备使用 {target.Bus.Framing.ToString().ToUpperInvariant()}"),
                $"framing: {target.Bus.Framing.ToString().ToLowerInvariant()}");
        return target.Bus.HasEcho == own.HasEcho
            ? ExitCode.Fine
            : BusOptions.Refuse(context, ($"bus {own.Name} is said to have no echo", $"总线 {own.Name} 未声明回显"), "echo: true");
    }

    private static int? UnitOf(ParseResult parsed) => parsed.GetResult(BusOptions.Unit) is { Implicit: false } ? parsed.GetValue(BusOptions.Unit) : null;

    /// <summary>The new file must compile, and be the old one with one device more: an edit that does anything else is ours to be ashamed of, not the site's
    /// to suffer.</summary>
    private static bool IsSound(CommandContext context, string file, SiteModel? site, NewDevice device, string after)
    {
        var compiled = SiteFiles.CompileText(file, Encoding.UTF8.GetBytes(after));
        if (compiled.Model is not { } model)
        {
            context.Problems(compiled.Problems);
            context.Note(($"{file} was not changed.", $"{file} 未被更改。"));
            return false;
        }
        bool isAsMeant = model.Devices.Select(one => one.Name).SequenceEqual([.. site?.Devices.Select(one => one.Name) ?? [], device.Name])
            && model.Buses.Count == (site?.Buses.Count ?? 0) + (device.NewBus is null ? 0 : 1);
        if (!isAsMeant) context.Fail(Unreachable(file, device));
        else
        {
            // What only somebody before the device can know: its readings stay uncertain until the file says it.
            var open = compiled.Problems.Where(problem => _isLeftOpen.Contains(problem.Kind) && IsOf(device, problem));
            if (open.Any()) context.Problems([.. open]);
        }
        return isAsMeant;
    }

    private static readonly ProblemKind[] _isLeftOpen = [SiteProblems.UnitUnconfirmed, SiteProblems.StartNeedsLeave];

    private static bool IsOf(NewDevice device, Problem problem) => problem.Message("en").Contains($"'{device.Name}'", StringComparison.Ordinal);

    private static async Task<int> OfferAsync(CommandContext context, string file, NewDevice device, string before, string after, bool isAgreed,
        CancellationToken stop)
    {
        var diff = LineDiff.Between(before, after);
        if (!context.Json)
        {
            await context.Out.WriteLineAsync(file);
            foreach (string line in diff) await context.Out.WriteLineAsync($"  {line}");
        }
        if (!await new WriteConfirmation(context, isAgreed, asksNothing: context.Json || context.AsksNothing || Console.IsInputRedirected).IsGivenAsync(stop))
        {
            if (context.Json) await WriteJsonAsync(context, new DeviceAddReport("envgw.device-add/1", file, device.Name, false, null, diff));
            return ExitCode.WrongUsage;
        }
        return await WriteAsync(context, file, device, after, diff);
    }

    private static async Task<int> WriteAsync(CommandContext context, string file, NewDevice device, string after, IReadOnlyList<string> diff)
    {
        string? backup = null;
        try
        {
            if (File.Exists(file))
            {
                backup = FileReplacement.Back(file, TimeProvider.System.GetUtcNow());
                FileReplacement.Write(file, after);
            }
            else FileReplacement.Create(file, after);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            context.Fail(($"{file} cannot be written: {refused.Message}", $"无法写入 {file}：{refused.Message}"),
                next: ("the same with sudo, or as the owner of the file", "使用 sudo 或以文件所有者身份执行"));
            return ExitCode.PermissionDenied;
        }
        if (context.Json) await WriteJsonAsync(context, new DeviceAddReport("envgw.device-add/1", file, device.Name, true, backup, diff));
        else if (backup is null) await context.Out.WriteLineAsync(context.Say($"{device.Name} was added to a new site file", $"已添加 {device.Name}，并新建站点文件"));
        else await context.Out.WriteLineAsync(context.Say($"{device.Name} was added; the file as it was: {backup}", $"已添加 {device.Name}；原文件备份：{backup}"));
        if (backup is not null) context.Note(("It takes effect when the gateway is started again: sudo systemctl restart envgw",
            "重新启动网关后生效：sudo systemctl restart envgw"));
        string more = backup is null ? context.Say("     or  envgw run", "     或  envgw run") : "";
        context.Next($"envgw device test {device.Name}{more}");
        return ExitCode.Fine;
    }

    private static Task WriteJsonAsync(CommandContext context, DeviceAddReport report) =>
        context.Out.WriteLineAsync(JsonSerializer.Serialize(report, CliJson.Readable.DeviceAddReport));

    private static async Task<int> GiveUpAsync(CommandContext context, string file, NewDevice device)
    {
        context.Fail(Unreachable(file, device));
        return ExitCode.ProblemsFound;
    }

    private static Wording Unreachable(string file, NewDevice device)
    {
        string lines = $"{(device.NewBus is { } bus ? $"buses:\n  {device.Bus}: {bus}\n" : "")}devices:\n  {device.Name}: {device.Entry}";
        return ($"{file} is written in a way that this command does not change; add by hand:\n{lines}", $"{file} 的写法无法自动修改，请手工添加：\n{lines}");
    }
}
