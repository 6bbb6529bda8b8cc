using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary>Carries a sweep out: asks what it decides, until it is over or a person has had enough.</summary>
internal static class SweepRun
{
    /// <summary>What was swept, and the last answer that was none.</summary>
    /// <param name="IsInterrupted">Whether Ctrl-C ended it; what was found until then is there.</param>
    internal sealed record Result(RegisterSweep Sweep, ModbusAnswer LastFailure, RegisterRange LastRange, bool IsInterrupted)
    {
        /// <summary>Whether the connection was lost, or going on has no end.</summary>
        public bool IsLost { get; init; }
    }

    /// <summary>What to tell when not one register was read: a unit that refuses them all is there, and has its values elsewhere.</summary>
    public static BusTrouble TroubleOf(Result nothing, UnitAccess unit, IReadOnlyList<RegisterRange> ranges)
    {
        if (ScanAnswers.Of(nothing.LastFailure) != ScanAnswer.Refused || nothing.LastFailure.Exception != ModbusExceptionCode.IllegalDataAddress)
            return unit.TroubleOf(nothing.LastFailure, nothing.LastRange, UnitAccess.Tries);
        string bus = unit.Line.Target.Written;
        return new BusTrouble(BusProblems.RegistersElsewhere, [unit.Unit, bus, string.Join(", ", ranges)])
        {
            Next = [$"envgw reg sweep {bus} -u {unit.Unit} --range hr:{ranges[^1].End}-{Math.Min(ranges[^1].End + 999, ushort.MaxValue)}"],
        };
    }

    public static Task<Result> RunAsync(CommandContext context, UnitAccess unit, IReadOnlyList<RegisterRange> ranges, int most, CancellationToken stop)
    {
        var sweep = new RegisterSweep(ranges, most);
        return RunAsync(context, unit, sweep, sweep, context.Say($"registers of unit {unit.Unit}", $"从站 {unit.Unit} 的寄存器"), stop);
    }

    /// <param name="questions">What decides; it knows the sweep.</param>
    /// <param name="what">What the progress is called.</param>
    public static async Task<Result> RunAsync(
        CommandContext context, UnitAccess unit, RegisterSweep sweep, IRegisterQuestions questions, string what, CancellationToken stop)
    {
        var progress = new ProgressLine(context);
        long began = unit.Line.Time.GetTimestamp();
        ModbusAnswer failure = default;
        RegisterRange last = default;
        try
        {
            while (questions.Next() is { } range)
            {
                var (answer, run) = await unit.ReadAsync(range, stop);
                questions.Answered(answer, run is null ? default : run.Bytes.Span);
                if (!answer.IsOk) (failure, last) = (answer, range);
                int made = questions.All - questions.Left;
                var left = ScanPlan.Left(TimeSpan.Zero, made, questions.All, unit.Line.Time.GetElapsedTime(began));
                progress.Show(ProgressLine.Text(context, what, made, questions.All, left));
                if (answer.Outcome == ModbusOutcome.NoConnection) return new Result(sweep, failure, last, IsInterrupted: false) { IsLost = true };
            }
            return new Result(sweep, failure, last, IsInterrupted: false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Result(sweep, failure, last, IsInterrupted: true);
        }
        finally
        {
            progress.Clear();
        }
    }
}
