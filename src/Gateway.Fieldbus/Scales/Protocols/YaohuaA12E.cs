namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The "WG/WN" output of Shanghai Yaohua XK3190-A12 and A12(E): 15 bytes.</summary>
/// <remarks>
/// Grade A: XK3190-A12E manual, pages 12 and 13. The manual says "checksum of bytes 1-11"; only an exclusive or fits its own examples. The frame does not
/// say whether the load is at rest.
/// </remarks>
internal sealed class YaohuaA12E(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int Length = 15;
    private const int WeightAt = 2;
    private const int WeightLength = 7;
    private const int UnitAt = WeightAt + WeightLength;
    private const int CheckEnd = 13;

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => Length;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] is not ((byte)'W' or (byte)' ')) return FrameResult.Garbage;
        if (window.Length < Length) return FrameResult.NeedMore;
        if (!window[CheckEnd..Length].SequenceEqual("\r\n"u8) || !TryReadFields(window, out report)) return FrameResult.Garbage;
        if (Options.CheckSum != CheckSumUse.Off && !XorCheck.IsRight(window[..CheckEnd])) return FrameResult.CheckSumError;
        length = Length;
        return FrameResult.Report;
    }

    private static bool TryReadFields(ReadOnlySpan<byte> frame, out WeightReport report)
    {
        report = default;
        var unitField = frame.Slice(UnitAt, 2);
        if (frame[0] == ' ')
        {
            bool over = unitField.SequenceEqual("OL"u8);
            report = new() { Condition = over ? ScaleCondition.OverRange : ScaleCondition.UnderRange };
            return !frame[..UnitAt].ContainsAnyExcept((byte)' ') && (over || unitField.SequenceEqual("LO"u8));
        }
        if (frame[1] is not ((byte)'G' or (byte)'N') || !Weight.TryParse(frame.Slice(WeightAt, WeightLength), 0, out var weight)) return false;
        var unit = ScaleUnits.Read(unitField, out string? other);
        report = new()
        {
            Gross = frame[1] == 'G' ? weight : null,
            Net = frame[1] == 'N' ? weight : null,
            Unit = unit,
            UnitText = other,
        };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (report.Condition >= ScaleCondition.OverRange)
        {
            frame.Add("         "u8);
            frame.Add(report.Condition == ScaleCondition.UnderRange ? "LO" : "OL");
        }
        else
        {
            AddWeight(ref frame, report);
        }
        XorCheck.AddTo(ref frame, 0);
        frame.Add("\r\n"u8);
        return frame.Result;
    }

    private static void AddWeight(ref FrameWriter frame, in WeightReport report)
    {
        var shown = report.Shown ?? Weight.Zero;
        if (report.Unit != ScaleUnit.Kilogram || !report.HasWeight) frame.Fail();
        frame.Add('W');
        frame.Add(report.ShowsNet ? 'N' : 'G');
        if (shown.Digits < 0) frame.Add('-');
        // Without decimals the last character is a space.
        int blank = shown.Decimals == 0 ? 1 : 0;
        frame.AddMagnitude(shown, WeightLength - blank - (shown.Digits < 0 ? 1 : 0));
        if (blank > 0) frame.Add(' ');
        frame.Add("kg");
    }
}
