namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>A&amp;D balances (EK-L, GX, GF): one header, nine characters of weight, three of unit.</summary>
/// <remarks>Grade A for the frame: EK-L manual, page 30; its example has eleven characters of weight, so up to eleven are read. Grade C for the command Q
/// (weight at once), which that page does not show. At an overload a number is sent that means nothing.</remarks>
internal sealed class AndBalance(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int WeightAt = 3;
    private const int WeightLength = 9;
    private const int LongestWeight = 11;
    private const int UnitLength = 3;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled;

    public override int MaximumFrame => 24;

    public override IReadOnlyList<string> KnownCommands => ["Q"];

    private protected override IReadOnlyList<string> UsualCommands => ["Q"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (address is not null) poll.Fail();
        poll.Add(command);
        poll.Add(LineEnd);
        return poll.Result;
    }

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] is not ((byte)'S' or (byte)'U' or (byte)'Q' or (byte)'O')) return FrameResult.Garbage;
        if (!TryTakeLine(window, out var line, out int taken)) return FrameResult.NeedMore;
        if (line is not [_, _, (byte)',', ..] || !TryReadFields(line, out report)) return FrameResult.Garbage;
        length = taken;
        return FrameResult.Report;
    }

    private bool TryReadFields(ReadOnlySpan<byte> line, out WeightReport report)
    {
        report = default;
        var header = line[..2];
        if (header.SequenceEqual("OL"u8))
        {
            report = new() { Condition = line[WeightAt..].StartsWith("-"u8) ? ScaleCondition.UnderRange : ScaleCondition.OverRange, Stable = false };
            return line[WeightAt..] is [(byte)'+' or (byte)'-', .. var number] && !number.Contains((byte)',');
        }
        bool stable = header.SequenceEqual("ST"u8) || header.SequenceEqual("QT"u8);
        int weightLength = line.Length - WeightAt - UnitLength;
        if ((!stable && !header.SequenceEqual("US"u8)) || weightLength is < WeightLength or > LongestWeight) return false;
        if (line[WeightAt] is not ((byte)'+' or (byte)'-')) return false;
        if (!Weight.TryParse(line.Slice(WeightAt, weightLength), Options.Decimals, out var weight)) return false;
        var unit = ScaleUnits.Read(line[^UnitLength..], out string? other);
        report = new() { Displayed = weight, Unit = unit, UnitText = other, Stable = stable };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (report.Condition >= ScaleCondition.OverRange)
        {
            frame.Add(report.Condition == ScaleCondition.UnderRange ? "OL,-9999999E+19" : "OL,+9999999E+19");
        }
        else if (report.Shown is { } shown)
        {
            frame.Add(report.Stable == false ? "US," : "ST,");
            frame.Add(shown.Digits < 0 ? '-' : '+');
            frame.AddMagnitude(shown, WeightLength - 1);
            frame.Add(ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(UnitLength));
        }
        else
        {
            frame.Fail();
        }
        frame.Add(LineEnd);
        return frame.Result;
    }
}
