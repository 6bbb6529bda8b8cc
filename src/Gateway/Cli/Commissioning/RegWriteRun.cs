using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Hosting;

namespace Gateway.Cli.Commissioning;

/// <summary>One write: what stands there now, a person's word for it, the request, and what stands there then.</summary>
internal sealed class RegWriteRun(CommandContext context, UnitAccess unit, RegisterWrite write, bool isBroadcast, WriteConfirmation confirmation)
{
    private readonly WriteRecord _record = new(unit.Line);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        string? old = null, readBack = null;
        int code = ExitCode.Fine;
        if (!isBroadcast) (code, old) = await ReadOldAsync(stop);
        if (code != ExitCode.Fine) return code;
        Announce(old);
        if (!await confirmation.IsGivenAsync(stop)) return ExitCode.WrongUsage;
        var note = new RegisterWriteNote(isBroadcast ? null : unit.Unit, $"{write.Range}", old, write.Text, "begun");
        if (!await _record.AddAsync(note, stop)) return NotRecorded();
        if (_record.Missing is { } missing) context.Tell(("not recorded in an audit log: " + missing.English, "未记入审计日志：" + missing.Chinese));
        code = await SendAsync(note, stop);
        if (code != ExitCode.Fine) return code;
        if (!isBroadcast) (code, readBack) = await ReadBackAsync(stop);
        await _record.AddAsync(note with { State = code == ExitCode.Fine ? "done" : "differs" }, stop);
        if (code == ExitCode.Fine) await TellAsync(old, readBack);
        return code;
    }

    /// <summary>A device that refuses to be read may well be written; one that does not answer is not written blindly.</summary>
    private async Task<(int Code, string? Text)> ReadOldAsync(CancellationToken stop)
    {
        var (answer, run, tries) = await unit.ReadStubbornlyAsync(write.Range, stop);
        if (run is not null) return (ExitCode.Fine, write.TextOf(run));
        if (ScanAnswers.Of(answer) == ScanAnswer.Refused) return (ExitCode.Fine, context.Say("not readable", "不可读"));
        new BusAccess(context).Report(unit.TroubleOf(answer, write.Range, tries));
        return (UnitAccess.ExitCodeOf(answer), null);
    }

    private void Announce(string? old)
    {
        Core.Documents.Wording whom = isBroadcast ? ("ALL devices of the line", "线路上的所有设备") : ($"unit {unit.Unit}", $"从站 {unit.Unit}");
        string change = $"{(old is null ? "" : $"{old} → ")}{write.Text}   ({HexText.Of(write.Bytes)})";
        context.Tell($"{unit.Line.Target.Written}  {whom.In(context.Language)}  {write.Range}:  {change}");
    }

    /// <summary>Nothing is written to a device that the audit log does not know of.</summary>
    private int NotRecorded()
    {
        new BusAccess(context).Report(new BusTrouble(BusProblems.ServiceKeepsBus, [unit.Line.Target.Written, BusProblems.NotRecorded]) { Next = ["envgw status"] });
        return ExitCode.ServiceNotReachable;
    }

    /// <summary>Once and not again: a write whose confirmation was lost may have been carried out.</summary>
    private async Task<int> SendAsync(RegisterWriteNote note, CancellationToken stop)
    {
        var (answer, _) = await unit.RequestAsync(write.Request, stop);
        if (answer.IsOk) return ExitCode.Fine;
        // It is known to have begun; more cannot be told.
        await _record.AddAsync(note with { State = "failed" }, stop);
        new BusAccess(context).Report(unit.TroubleOf(answer, write.Range, 1, write.Request.Function));
        return UnitAccess.ExitCodeOf(answer);
    }

    /// <returns>Null for what cannot be read.</returns>
    private async Task<(int Code, string? Text)> ReadBackAsync(CancellationToken stop)
    {
        var (_, run, _) = await unit.ReadStubbornlyAsync(write.Range, stop);
        if (run is null) return (ExitCode.Fine, null);
        string text = write.TextOf(run);
        if (run.Bytes.Span.SequenceEqual(write.ReadBack)) return (ExitCode.Fine, text);
        new BusAccess(context).Report(new BusTrouble(BusProblems.ReadBackDiffers, [$"{write.Range}", text, write.Text]));
        return (ExitCode.ProblemsFound, text);
    }

    private Task TellAsync(string? old, string? readBack) => context.Out.WriteLineAsync((context.Json, isBroadcast, readBack) switch
    {
        (true, _, _) => JsonSerializer.Serialize(ReportOf(old, readBack), CommissioningJson.Readable.RegWriteReport),
        (_, true, _) => context.Say("Sent; nobody answers a broadcast.", "已发送；广播没有应答。"),
        (_, _, null) => context.Say("Written and confirmed; it cannot be read back.", "已写入并确认；无法读回。"),
        _ => context.Say($"Written, and reads {readBack}.", $"已写入，读回 {readBack}。"),
    });

    private RegWriteReport ReportOf(string? old, string? readBack) => new(
        "envgw.write/1", unit.Line.Target.Written, isBroadcast ? null : unit.Unit, RegisterText.Prefixes[(int)write.Range.Table], write.Range.Address,
        $"{write.Range}", old, write.Text, readBack, _record.Missing is null);
}
