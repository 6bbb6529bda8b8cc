namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The Weigh-Tronix stream of Rice Lake and Fairbanks indicators: mode, polarity, six digits, unit, with or without a space before.</summary>
/// <remarks>Grade A: Rice Lake 482 manual, page 37 (leading space, small letters); Fairbanks FB2250, page 56 (no space, capital letters). The frame says
/// neither rest nor overload.</remarks>
internal sealed class RiceLakeWeighTronix(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int WeightLength = 6;

    /// <summary>Mode, polarity, weight, space, unit of two; without the space before.</summary>
    private const int BodyLength = 2 + WeightLength + 3;

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => 1 + BodyLength + LineEnd.Length;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        int start = window[0] == ' ' ? 1 : 0;
        var body = window[start..];
        if (body.IsEmpty) return FrameResult.NeedMore;
        if (body[0] is not ((byte)'g' or (byte)'n' or (byte)'G' or (byte)'N')) return FrameResult.Garbage;
        if (body.Length < BodyLength + LineEnd.Length) return FrameResult.NeedMore;
        if (!body.Slice(BodyLength, LineEnd.Length).SequenceEqual(LineEnd) || !TryReadFields(body, out report)) return FrameResult.Garbage;
        length = start + BodyLength + LineEnd.Length;
        return FrameResult.Report;
    }

    private bool TryReadFields(ReadOnlySpan<byte> body, out WeightReport report)
    {
        report = default;
        bool net = body[0] is (byte)'n' or (byte)'N';
        if (body[1] is not ((byte)'+' or (byte)'-') || body[2 + WeightLength] != ' ') return false;
        if (!Weight.TryParse(body.Slice(1, 1 + WeightLength), Options.Decimals, out var weight)) return false;
        var unit = ScaleUnits.Read(body.Slice(BodyLength - 2, 2), out string? other);
        report = new() { Gross = net ? null : weight, Net = net ? weight : null, Unit = unit, UnitText = other };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(2);
        if (report.Condition >= ScaleCondition.OverRange || report.Shown is not { } shown || unit.Length > 2) return 0;
        frame.Add(' ');
        frame.Add(report.ShowsNet ? 'n' : 'g');
        frame.Add(shown.Digits < 0 ? '-' : '+');
        frame.AddMagnitude(shown, WeightLength);
        frame.Add($" {unit}");
        frame.Add(LineEnd);
        return frame.Result;
    }
}
