using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>What a sweep found, as JSON.</summary>
internal sealed record SweepReport(string Schema, string Bus, string? Serial, int Unit, bool Complete, IReadOnlyList<SweepReport.RunLine> Runs,
    IReadOnlyList<string> Silent)
{
    /// <summary>Consecutive registers.</summary>
    /// <param name="Address">Zero-based protocol address of the first.</param>
    internal sealed record RunLine(string Table, int Address, string Plc, IReadOnlyList<int> Registers);

    public static SweepReport Of(UnitAccess unit, SweepRun.Result result) => new(
        "envgw.sweep/1", unit.Line.Target.Written, unit.Line.Bus.Serial?.ToString(), unit.Unit, !result.IsInterrupted, [.. result.Sweep.Runs.Select(Line)],
        [.. result.Sweep.Silent.Select(range => $"{range}")]);

    private static RunLine Line(RegisterRun run) => new(
        RegisterText.Prefixes[(int)run.Table], run.Address, $"{new RegisterRange(run.Table, (ushort)run.Address, (ushort)run.Count)}",
        [.. Enumerable.Range(0, run.Count).Select(at => (int)run[at])]);
}
