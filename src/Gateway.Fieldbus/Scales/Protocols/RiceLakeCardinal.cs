namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The Cardinal stream of Rice Lake and Fairbanks indicators: from CR to ETX, 17 bytes, or 18 where the point follows the weight.</summary>
/// <remarks>Grade A: Rice Lake 680/682 technical manual, page 118; Fairbanks FB2250, page 56.</remarks>
internal sealed class RiceLakeCardinal(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const byte Cr = 0x0D;
    private const byte Etx = 0x03;
    private const int WeightAt = 2;
    private const int WeightLength = 6;

    /// <summary>Status, space, unit of two, space, mode, two spaces, ETX.</summary>
    private const int TailLength = 9;

    private const int ShortLength = WeightAt + WeightLength + TailLength;

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => ShortLength + 1;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Cr) return FrameResult.Garbage;
        if (window.Length < ShortLength) return FrameResult.NeedMore;
        int end = window[ShortLength - 1] == Etx ? ShortLength : MaximumFrame;
        if (window.Length < end) return FrameResult.NeedMore;
        if (window[end - 1] != Etx || !TryReadFields(window[..end], out report)) return FrameResult.Garbage;
        length = end;
        return FrameResult.Report;
    }

    private bool TryReadFields(ReadOnlySpan<byte> frame, out WeightReport report)
    {
        report = default;
        var tail = frame[^TailLength..];
        var (polarity, status, mode) = (frame[1], tail[0], tail[5]);
        if (polarity is not ((byte)'+' or (byte)'-') || mode is not ((byte)'g' or (byte)'n') || tail[1] != ' ' || tail[4] != ' ') return false;
        if (status == 'o')
        {
            report = new() { Condition = ScaleCondition.OutOfRange };
            return true;
        }
        if (status is not ((byte)' ' or (byte)'m')) return false;
        if (!Weight.TryParse(frame[WeightAt..^TailLength], Options.Decimals, out var weight)) return false;
        if (polarity == '-') weight = -weight;
        var unit = ScaleUnits.Read(tail.Slice(2, 2), out string? other);
        report = new()
        {
            Gross = mode == 'g' ? weight : null,
            Net = mode == 'n' ? weight : null,
            Unit = unit,
            UnitText = other,
            Stable = status != 'm',
        };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        bool outOfRange = report.Condition >= ScaleCondition.OverRange;
        var shown = outOfRange ? Weight.Zero : report.Shown ?? Weight.Zero;
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(2);
        if ((!outOfRange && !report.HasWeight) || unit.Length > 2) return 0;
        frame.Add(Cr);
        frame.Add(shown.Digits < 0 ? '-' : '+');
        frame.AddMagnitude(shown, WeightLength);
        frame.Add(outOfRange ? 'o' : report.Stable == false ? 'm' : ' ');
        frame.Add($" {unit} ");
        frame.Add(report.ShowsNet ? 'n' : 'g');
        frame.Add("  "u8);
        frame.Add(Etx);
        return frame.Result;
    }
}
