using System.Globalization;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli;

/// <summary><c>envgw device test NAME</c>: reads every point of a device once and shows what the values were made of.</summary>
internal static class DeviceTestVerb
{
    private static readonly VerbArgument<string> _name = new("NAME", ("The device, as the site file names it.", "站点文件中的设备名称。"));

    public static Verb Create()
    {
        var test = new Verb("test", ("Read every point of a device once: value, unit, quality, raw registers, timing.", "将设备的每个点位读取一次：值、单位、质量、原始寄存器、耗时。"),
            new Example("envgw device test outlet", ("a running service lends its bus for it", "运行中的服务会借出其总线")))
        {
            _name, SharedOptions.Config,
        };
        test.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            string file = parsed.GetRequiredValue(SharedOptions.Config);
            if (!SiteFiles.TryLoad(context, file, out var site)) return ExitCode.ConfigurationInvalid;
            string name = parsed.GetRequiredValue(_name);
            if (site.Devices.FirstOrDefault(device => device.Name == name) is not { } device) return await UnknownAsync(context, site, name);
            if (context.Timeout is { } asked) device = device with { Timeout = asked };
            var bus = site.Buses[device.Bus];
            var target = new BusTarget(bus.Name, bus, site, bus, false) { SiteFile = file };
            return await new BusAccess(context).UseAsync(target,
                line => device.Scale is null ? RunAsync(context, site, device, line, stop) : ScaleTestRun.RunAsync(context, site, device, line, stop), stop);
        });
        return test;
    }

    private static async Task<int> UnknownAsync(CommandContext context, SiteModel site, string name)
    {
        context.Fail(($"the site has no device '{name}'", $"站点中没有设备 “{name}”"));
        if (Suggestion.For(name, site.Devices.Select(device => device.Name)) is { } near)
            context.Help(($"did you mean '{near}'?", $"是否应为 “{near}”？"));
        context.Next("envgw device list");
        return ExitCode.WrongUsage;
    }

    private static async Task<int> RunAsync(CommandContext context, SiteModel site, DeviceModel device, BusLine line, CancellationToken stop)
    {
        await using var trial = new DeviceTrial(site, device, line.Client, line.Time);
        var readings = await trial.RunAsync(stop);
        var report = ReportOf(context, site, trial, readings);
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, CliJson.Readable.DeviceTestReport));
        else await WriteAsync(context, report, readings);
        int code = CodeOf(trial, readings);
        if (code == ExitCode.NoAnswer && !context.Json) context.Tell(NobodyAnswered(trial, line));
        if (!context.Json && trial.Findings is { } findings) TellFindings(context, findings, line.Target.Written, device);
        return code;
    }

    /// <summary>Values under false names are worth nothing, so it is said which check they failed and how the right profile is found.</summary>
    private static void TellFindings(CommandContext context, DeviceFindings findings, string bus, DeviceModel device)
    {
        if (findings.Mismatch is { } check)
            context.Fail(
                ($"this is not the device that {device.ProfileName} describes: {check.English}", $"该设备不是模板 {device.ProfileName} 所描述的设备：{check.Chinese}"),
                next: $"envgw profile match {bus} -u {device.Unit}");
        if (findings.Firmware is { } firmware) TellFirmware(context, firmware, device);
    }

    /// <summary>Nothing is wrong with the values as far as anybody knows; whether the map is right for this firmware, the profile's source says.</summary>
    public static void TellFirmware(CommandContext context, Wording firmware, DeviceModel device) =>
        context.Fail(firmware, next: $"envgw profile show {device.ProfileName}");

    private static DeviceTestReport ReportOf(CommandContext context, SiteModel site, DeviceTrial trial, IReadOnlyList<Reading> readings)
    {
        var device = trial.Device;
        var answers = trial.Exchanges.Where(exchange => exchange.Answer.Outcome is ModbusOutcome.Ok or ModbusOutcome.Exception).ToList();
        return new DeviceTestReport(
            "envgw.device-test/1", device.Name, site.Buses[device.Bus].Display, device.Unit, device.ProfileName, device.ProfileVersion, trial.Exchanges.Count,
            answers.Count, answers.Count == 0 ? null : Math.Round(answers.Max(exchange => exchange.Answer.Elapsed.TotalMilliseconds), 1),
            [.. readings.Select(reading => LineOf(context, site.Points[reading.Point], trial, reading))],
            Note: (trial.Findings?.Mismatch ?? trial.Findings?.Firmware)?.In(context.Language));
    }

    private static DevicePointLine LineOf(CommandContext context, PointModel point, DeviceTrial trial, Reading reading)
    {
        var range = point.Decoding.Reference.Range;
        string raw = Convert.ToHexString(trial.RawOf(range).Span);
        int width = range.IsBits ? 2 : 4;
        return new DevicePointLine(
            point.Id, point.Label.In(context.Language), JsonValueOf(reading), point.Unit, QualityText.Of(reading.Quality), RegisterText.Of(range),
            raw.Length == 0 ? null : string.Join(' ', raw.Chunk(width).Select(chunk => new string(chunk))));
    }

    public static object? JsonValueOf(Reading reading) => reading.Kind switch
    {
        ValueKind.Number => reading.Number,
        ValueKind.Boolean => reading.Boolean,
        ValueKind.Text => reading.Text,
        _ => null,
    };

    private static async Task WriteAsync(CommandContext context, DeviceTestReport report, IReadOnlyList<Reading> readings)
    {
        await context.Out.WriteLineAsync($"{report.Device}   {report.Bus}   {context.Say("unit", "从站")} {report.Unit}   {report.Profile} {report.Version}");
        var table = new TextTable(
            context.Say("POINT", "点位"), context.Say("LABEL", "标签"), context.Say("VALUE", "值"), context.Say("UNIT", "单位"), context.Say("QUALITY", "质量"),
            context.Say("FROM", "来源"), context.Say("REGISTERS", "寄存器"));
        foreach (var (line, reading) in report.Points.Zip(readings))
            table.Add(
                line.Id, line.Label, ValueText.Of(reading, context.Language), UnitText.Of(line.Unit), QualityWords.Of(reading.Quality).In(context.Language),
                line.Address, line.Registers ?? "-");
        await context.Out.WriteAsync(table.ToString());
        string slowest = report.SlowestMs is { } ms ? ms.ToString(CultureInfo.InvariantCulture) : "-";
        await context.Out.WriteLineAsync(context.Say(
            $"{Plural.Of(report.Requests, "request")}, {report.Answered} answered, the slowest in {slowest} ms",
            $"{report.Requests} 次请求，{report.Answered} 次有应答，最慢 {slowest} ms"));
        int unconfirmed = readings.Count(reading => reading.Quality.Reason == QualityReason.Unconfirmed);
        if (unconfirmed == 0) return;
        context.Note(($"{Plural.Of(unconfirmed, "reading")} in a unit that is set on the device and not confirmed.", $"{unconfirmed} 个读数的单位由设备设置决定且未确认。"));
        context.Next(("envgw check says what to write under 'units'", "envgw check 会给出 units 的写法"));
    }

    /// <summary>Nobody there is another trouble than a device that refuses, or one whose values are bad.</summary>
    private static int CodeOf(DeviceTrial trial, IReadOnlyList<Reading> readings)
    {
        if (!readings.Any(reading => reading.Quality.IsBad)) return ExitCode.Fine;
        if (trial.Exchanges.Count > 0
            && !trial.Exchanges.Any(exchange => exchange.Answer.Outcome is ModbusOutcome.Ok or ModbusOutcome.Exception)) return ExitCode.NoAnswer;
        return trial.Exchanges.Any(exchange => exchange.Answer.IsOk) ? ExitCode.ProblemsFound : ExitCode.DeviceError;
    }

    private static BusTrouble NobodyAnswered(DeviceTrial trial, BusLine line)
    {
        var last = trial.Exchanges[^1];
        var range = new RegisterRange(TableOf(last.Request.Function), last.Request.Address, last.Request.Quantity);
        return AnswerTrouble.Of(
            last.Answer,
            new FailedRequest(
                line.Target.Written, line.Bus.Serial?.ToString()
                    ?? "", trial.Device.Unit, (byte)last.Request.Function, range, trial.Exchanges.Count, trial.Device.Timeout)
            {
                Sent = line.Record.Sent,
                Heard = line.Record.Heard,
            });
    }

    private static RegisterTable TableOf(ModbusFunction function) => function switch
    {
        ModbusFunction.ReadCoils => RegisterTable.Coil,
        ModbusFunction.ReadDiscreteInputs => RegisterTable.DiscreteInput,
        ModbusFunction.ReadInputRegisters => RegisterTable.InputRegister,
        _ => RegisterTable.HoldingRegister,
    };
}
