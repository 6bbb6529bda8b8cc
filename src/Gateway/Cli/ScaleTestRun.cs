using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli;

/// <summary>The test of a device that is a scale: its readings, and the text that they were made of.</summary>
internal static class ScaleTestRun
{
    public static async Task<int> RunAsync(CommandContext context, SiteModel site, DeviceModel device, BusLine line, CancellationToken stop)
    {
        await using var trial = new ScaleTrial(site, device, line.Record, line.Time);
        var (answer, readings) = await trial.RunAsync(stop);
        var report = ReportOf(context, site, trial, answer, readings);
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(report, CliJson.Readable.DeviceTestReport));
        else await WriteAsync(context, report, readings);
        if (!answer.IsOk && !context.Json)
            context.Tell(ScaleTrouble.Of(answer, device.Name, line.Target.Written, line.Bus.Serial?.ToString() ?? "", trial));
        if (!context.Json && trial.FirmwareTrouble is { } firmware) DeviceTestVerb.TellFirmware(context, firmware, device);
        return CodeOf(answer, readings);
    }

    private static DeviceTestReport ReportOf(CommandContext context, SiteModel site, ScaleTrial trial, in ScaleAnswer answer, IReadOnlyList<Reading> readings)
    {
        var device = trial.Device;
        return new DeviceTestReport(
            "envgw.device-test/1", device.Name, site.Buses[device.Bus].Display, device.Unit, device.ProfileName, device.ProfileVersion,
            trial.Turns.Count(turn => !turn.Sent.IsEmpty), answer.Outcome is ScaleOutcome.Ok or ScaleOutcome.Refused ? 1 : 0, null,
            [.. readings.Select(reading => LineOf(context, site.Points[reading.Point], reading))],
            [.. trial.Turns.Select(turn => new ScaleTurnLine(turn.Sent.IsEmpty ? null : LineText.Of(turn.Sent.Span), LineText.Of(turn.Heard.Span)))],
            trial.FirmwareTrouble?.In(context.Language));
    }

    private static DevicePointLine LineOf(CommandContext context, PointModel point, Reading reading) => new(
        point.Id, point.Label.In(context.Language), DeviceTestVerb.JsonValueOf(reading), point.Unit, QualityText.Of(reading.Quality),
        WeightFieldText.Of(point.Decoding.Weight!.Value), null);

    private static async Task WriteAsync(CommandContext context, DeviceTestReport report, IReadOnlyList<Reading> readings)
    {
        string address = report.Unit == 0 ? "" : $"   {context.Say("address", "地址")} {report.Unit}";
        await context.Out.WriteLineAsync($"{report.Device}   {report.Bus}{address}   {report.Profile} {report.Version}");
        var table = new TextTable(
            context.Say("POINT", "点位"), context.Say("LABEL", "标签"), context.Say("VALUE", "值"), context.Say("UNIT", "单位"), context.Say("QUALITY", "质量"),
            context.Say("FROM", "来源"));
        foreach (var (line, reading) in report.Points.Zip(readings))
            table.Add(
                line.Id, line.Label, ValueText.Of(reading, context.Language), UnitText.Of(line.Unit), QualityWords.Of(reading.Quality).In(context.Language),
                line.Address);
        await context.Out.WriteAsync(table.ToString());
        foreach (var turn in report.Frames!)
        {
            if (turn.Tx is { } sent) await context.Out.WriteLineAsync($"TX {sent}");
            if (turn.Rx.Length > 0) await context.Out.WriteLineAsync($"RX {turn.Rx}");
        }
    }

    /// <summary>A point that this frame does not carry (a net weight while gross is shown) is no fault of the scale.</summary>
    private static int CodeOf(in ScaleAnswer answer, IReadOnlyList<Reading> readings) => answer.Outcome switch
    {
        ScaleOutcome.Ok => readings.Any(reading => reading.Quality.IsBad && reading.Quality.Reason is not (QualityReason.Disabled or QualityReason.NotAssigned))
            ? ExitCode.ProblemsFound : ExitCode.Fine,
        ScaleOutcome.Refused => ExitCode.DeviceError,
        _ => ExitCode.NoAnswer,
    };
}
