namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The 10-byte format of CAS indicators: eight characters of weight, CR, LF, and nothing else.</summary>
/// <remarks>Grade A: CI-400 manual, page 103. Neither unit nor rest nor overload: they come from the options and from a rule.</remarks>
internal sealed class Cas10(string name, ScaleOptions options) : CasProtocol(name, options)
{
    private const int Length = 10;

    public override int MaximumFrame => Length;

    public override bool AnswersNameTheScale => false;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] is not ((>= (byte)'0' and <= (byte)'9') or (byte)' ' or (byte)'-' or (byte)'+' or (byte)'.')) return FrameResult.Garbage;
        if (window.Length < Length) return FrameResult.NeedMore;
        if (!window[WeightLength..Length].SequenceEqual("\r\n"u8)) return FrameResult.Garbage;
        if (!Weight.TryParse(window[..WeightLength], Options.Decimals, out var weight)) return FrameResult.Garbage;
        length = Length;
        report = new() { Displayed = weight };
        return FrameResult.Report;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (report.Condition >= ScaleCondition.OverRange) frame.Fail();
        else AddWeight(ref frame, report);
        frame.Add("\r\n"u8);
        return frame.Result;
    }
}
