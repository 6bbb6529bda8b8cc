namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Continuous output (tF = 0) of Shanghai Yaohua XK3190-A9 and its family A1+, A23p, DS1: 12 bytes.</summary>
/// <remarks>
/// Grade A: manuals of XK3190-A9+ (pages 9 and 10), A23p (23 and 26), DS1. The frame knows no unit, no rest and no overload: the unit is an option, rest is
/// judged by a rule, and at an overload the stream may stop or repeat.
/// </remarks>
internal sealed class YaohuaA9(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const byte Stx = 0x02;
    private const byte Etx = 0x03;
    private const int Length = 12;

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => Length;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Stx) return FrameResult.Garbage;
        if (window.Length < Length) return FrameResult.NeedMore;
        if (window[Length - 1] != Etx || !YaohuaNumber.TryRead(window.Slice(1, YaohuaNumber.Length), out var weight)) return FrameResult.Garbage;
        if (Options.CheckSum != CheckSumUse.Off && !XorCheck.IsRight(window[1..^1])) return FrameResult.CheckSumError;
        length = Length;
        report = new() { Displayed = weight };
        return FrameResult.Report;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        frame.Add(Stx);
        if (report is { Condition: < ScaleCondition.OverRange, Shown: { } shown }) YaohuaNumber.AddTo(ref frame, shown);
        else frame.Fail();
        XorCheck.AddTo(ref frame, 1);
        frame.Add(Etx);
        return frame.Result;
    }
}
