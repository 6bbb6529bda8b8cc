using System.Buffers;

namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The "ww/wn" stream of Liden LUW2001 and other Chinese indicators (format A).</summary>
/// <remarks>Grade A: LUW2001-LBW manual, pages 16 and 17. Its layout shows eight characters of weight, its examples nine, so both are read. No check sum, no
/// rest, no overload. The same device can be set to Toledo continuous instead.</remarks>
internal sealed class Liden(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int ShortestWeight = 7;
    private const int LongestWeight = 10;
    private const int WrittenWeight = 9;
    private const int UnitLength = 2;

    private static readonly SearchValues<byte> WeightCharacters = SearchValues.Create("-.0123456789"u8);

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => 2 + LongestWeight + UnitLength + LineEnd.Length;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != 'w' || window is [_, not ((byte)'w' or (byte)'n'), ..]) return FrameResult.Garbage;
        if (!TryTakeLine(window, out var line, out int taken)) return FrameResult.NeedMore;
        if (line.Length is < 2 + ShortestWeight + UnitLength or > 2 + LongestWeight + UnitLength) return FrameResult.Garbage;
        var unit = ScaleUnits.Read(line[^UnitLength..], out _);
        var field = line[2..^UnitLength];
        if (unit is not (ScaleUnit.Kilogram or ScaleUnit.Pound) || field.ContainsAnyExcept(WeightCharacters)) return FrameResult.Garbage;
        if (!Weight.TryParse(field, Options.Decimals, out var weight)) return FrameResult.Garbage;
        report = new() { Gross = line[1] == 'w' ? weight : null, Net = line[1] == 'n' ? weight : null, Unit = unit };
        length = taken;
        return FrameResult.Report;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (report.Condition >= ScaleCondition.OverRange || report.Shown is not { } shown) return 0;
        if (report.Unit is not (ScaleUnit.Kilogram or ScaleUnit.Pound)) return 0;
        frame.Add(report.ShowsNet ? "wn" : "ww");
        if (shown.Digits < 0) frame.Add('-');
        frame.AddMagnitude(shown, WrittenWeight - (shown.Digits < 0 ? 1 : 0));
        frame.Add(ScaleUnits.Symbol(report.Unit));
        frame.Add(LineEnd);
        return frame.Result;
    }
}
