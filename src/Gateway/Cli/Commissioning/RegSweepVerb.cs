using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw reg sweep</c>: which registers a unit has, and what stands in them.</summary>
internal static class RegSweepVerb
{
    private static readonly VerbOption<string[]> _ranges = RangeOption.Create();

    private static readonly VerbOption<int> _block =
        new("--block", ("Most registers in one request, 1 to 125 (default 100).", "一次请求最多读取的寄存器数，1 到 125（默认 100）。"), "N") { DefaultValueFactory = _ => 100 };

    public static Verb Create()
    {
        var sweep = new Verb("sweep", ("Find out which registers a unit has. Reads only.", "遍历从站有哪些寄存器。只读。"),
            new Example("envgw reg sweep /dev/ttyUSB0 -u 7", ("the first 200 holding and input registers", "前 200 个保持寄存器和输入寄存器")),
            new Example("envgw reg sweep tcp://192.0.2.20:502 -u 1 --range hr:4000-4999", ("others", "其他范围")))
        {
            BusOptions.Bus, BusOptions.Unit, _ranges, _block, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo, SharedOptions.Config,
        };
        sweep.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return sweep;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (!UnitOption.TryRead(parsed, context, out byte unit)) return ExitCode.WrongUsage;
        if (!RangeOption.TryRead(parsed, context, _ranges, out var ranges)) return ExitCode.WrongUsage;
        int most = parsed.GetValue(_block);
        if (most is < 1 or > ModbusRequest.MaximumReadRegisters) return BusOptions.Refuse(context, ("a block has 1 to 125 registers", "每次 1 到 125 个寄存器"),
            "--block 100");
        var timeout = context.Timeout ?? UnitOption.Patience;
        if (BusOptions.TryModbusTarget(parsed, context, out var target) is not ExitCode.Fine and var wrong) return wrong;
        return await new BusAccess(context).UseAsync(target!, line => SweepAsync(context, new UnitAccess(line, unit, timeout), ranges, most, stop), stop);
    }

    private static async Task<int> SweepAsync(CommandContext context, UnitAccess unit, IReadOnlyList<RegisterRange> ranges, int most, CancellationToken stop)
    {
        var result = await SweepRun.RunAsync(context, unit, ranges, most, stop);
        var runs = result.Sweep.Runs;
        if (runs.Count == 0 && !result.IsInterrupted && result.LastRange.Quantity > 0)
        {
            new BusAccess(context).Report(SweepRun.TroubleOf(result, unit, ranges));
            return UnitAccess.ExitCodeOf(result.LastFailure);
        }
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(SweepReport.Of(unit, result), CommissioningJson.Readable.SweepReport));
        else await WriteAsync(context, unit, result);
        return result.IsInterrupted ? ExitCode.Interrupted : ExitCode.Fine;
    }

    private static async Task WriteAsync(CommandContext context, UnitAccess unit, SweepRun.Result result)
    {
        var runs = result.Sweep.Runs;
        foreach (var run in runs)
        {
            await context.Out.WriteLineAsync($"{new RegisterRange(run.Table, (ushort)run.Address, (ushort)run.Count)}");
            await context.Out.WriteAsync(RunPage.Plain(context, run));
        }
        foreach (var silent in result.Sweep.Silent)
            context.Note(($"no answer twice, not asked again: {silent}", $"两次无应答，不再询问：{silent}"));
        if (result.IsInterrupted) context.Note(("Interrupted; this is what was found until then.", "已中断；以上为已找到的内容。"));
        int count = runs.Sum(run => run.Count);
        context.Note(($"{Plural.Of(count, "register")}.", $"共 {count} 个寄存器。"));
        string bus = unit.Line.Target.Written;
        if (runs.Count == 0) return;
        var there = runs.FirstOrDefault(run => run.Count > 1) ?? runs[0];
        string read = $"envgw reg read {bus} -u {unit.Unit} {RegisterText.Short(there.Table, there.Address)} --count {Math.Min(2, there.Count)} --all";
        context.Next(($"envgw find {bus} -u {unit.Unit} --value DISPLAY     or  {read}", $"envgw find {bus} -u {unit.Unit} --value 显示值     或  {read}"));
    }
}
