using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Cli.Commissioning;

/// <summary>What bytes mean, as JSON.</summary>
/// <param name="Frames">Every frame that all the bytes can be; empty when they are none.</param>
/// <param name="Values">What they are as bare registers; null when they are a frame.</param>
/// <param name="Scales">Every weighing protocol that reads them; null when none does.</param>
internal sealed record DecodeReport(string Schema, string Bytes, IReadOnlyList<DecodeReport.FrameLine> Frames, IReadOnlyList<DecodeReport.ValueLine>? Values,
    IReadOnlyList<ScaleMeaningLine>? Scales = null)
{
    /// <summary>One frame.</summary>
    internal sealed record FrameLine(string Framing, string Kind, int Unit, int Function, int? Address, int? Quantity, string? Exception, string? Data,
        IReadOnlyList<ValueLine>? Values);

    /// <summary>The first registers in one form.</summary>
    internal sealed record ValueLine(string Type, string Order, double? Value, bool Plausible);

    public static DecodeReport Of(byte[] bytes, IReadOnlyList<ModbusFrame> frames, bool isBare, IReadOnlyList<ScaleDecode.Meaning> scales) => new(
        "envgw.decode/1", HexText.Of(bytes), [.. frames.Select(Line)], isBare ? Of(bytes) : null,
        scales.Count == 0 ? null : [.. scales.Select(ScaleMeaningLine.Of)]);

    private static FrameLine Line(ModbusFrame frame) => new(
        frame.Framing.ToString().ToLowerInvariant(), frame.IsRequest ? "request" : frame.Exception != 0 ? "exception" : "response", frame.Unit, frame.Function,
        frame.Request?.Address, frame.Request?.Quantity, frame.Exception == 0 ? null : ScanAnswers.Code(frame.Exception),
        frame.Data.IsEmpty ? null : HexText.Of(frame.Data.Span),
        frame.Function is 3 or 4 && frame.Data.Length >= 2 && frame.Data.Length % 2 == 0 ? Of(frame.Data) : null);

    private static List<ValueLine> Of(ReadOnlyMemory<byte> registers)
    {
        var run = new RegisterRun(Core.Profiles.RegisterTable.HoldingRegister, 0, registers);
        return [.. RunTable.Rows(run, 0, Math.Min(run.Count, 4)).SelectMany(row => row.Cells)
            .Select(cell => new ValueLine(Core.Profiles.RegisterTypeText.Of(cell.As.Type), cell.As.OrderText, cell.Number, cell.IsPlausible))];
    }
}
