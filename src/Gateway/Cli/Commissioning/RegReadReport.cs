using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary>Registers that were read, as JSON.</summary>
/// <param name="Address">Zero-based protocol address of the first.</param>
/// <param name="Registers">One number a register or bit, in address order.</param>
/// <param name="Values">In the type that was asked for; null when none was, an entry null when it is no number.</param>
internal sealed record RegReadReport(
    string Schema, string Bus, string? Serial, int Unit, string Table, int Address, string Plc, DateTimeOffset Time, double Ms, string Tx, string Rx,
    IReadOnlyList<int> Registers, string? Type, IReadOnlyList<double?>? Values)
{
    public static RegReadReport Of(UnitAccess unit, RegisterRange range, RegisterRun run, in ModbusAnswer answer, Interpretation? way) => new(
        "envgw.registers/1", unit.Line.Target.Written, unit.Line.Bus.Serial?.ToString(), unit.Unit, RegisterText.Prefixes[(int)range.Table], range.Address, $"{range}",
        answer.ReceivedAt, Math.Round(answer.Elapsed.TotalMilliseconds, 1), HexText.Of(unit.Line.Record.Sent.Span), HexText.Of(unit.Line.Record.Heard.Span),
        [.. Enumerable.Range(0, run.Count).Select(at => (int)run[at])], way?.Text, way is { } asked ? ValuesOf(run, asked) : null);

    private static List<double?> ValuesOf(RegisterRun run, Interpretation way)
    {
        List<double?> values = [];
        for (int at = run.Address; at + way.Registers <= run.End; at += way.Registers) values.Add(way.Number(run.From(at)));
        return values;
    }
}
