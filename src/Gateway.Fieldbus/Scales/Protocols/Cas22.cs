namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The 22-byte format of CAS CI-400, CI-150A, CI-600D and NT-200, with two binary bytes (device identifier and lamps); unasked or asked for by
/// device number.</summary>
/// <remarks>
/// Grade A: CI-400 manual, page 103; CI-600D, page 74; CI-150A, page 54; NT-200, page 48 (identifiers count up from the character 0); commands: CI-200,
/// page 42. The identifier and the lamps can be any byte, so the frame is known by its length. Not documented, and therefore assumed: an identifier below
/// the character 0 is the number itself; data at an overload mean nothing.
/// </remarks>
internal sealed class Cas22(string name, ScaleOptions options) : CasProtocol(name, options)
{
    private const int Length = 22;
    private const int EchoLength = 7;
    private const int IdentifierAt = 6;
    private const int LampsAt = 7;
    private const int WeightAt = 9;
    private const int UnitAt = 18;

    private const byte ZeroLamp = 0x01;
    private const byte TareLamp = 0x02;
    private const byte GrossLamp = 0x04;
    private const byte HoldLamp = 0x10;
    private const byte StableLamp = 0x40;
    private const byte FixedLamps = 0xA0;

    public override int MaximumFrame => Length;

    private protected override bool NeedsEightBits => true;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] == 'D') return MatchEcho(window, out length);
        if (window[0] is not ((byte)'S' or (byte)'U' or (byte)'O')) return FrameResult.Garbage;
        if (window.Length < Length) return FrameResult.NeedMore;
        bool isFrame = window[2] == ',' && window[5] == ',' && window[8] == ',' && window[20..Length].SequenceEqual("\r\n"u8);
        if (!isFrame || !TryReadFields(window, out report)) return FrameResult.Garbage;
        length = Length;
        return FrameResult.Report;
    }

    /// <summary>A command is echoed before it is answered.</summary>
    private static FrameResult MatchEcho(ReadOnlySpan<byte> window, out int length)
    {
        length = 0;
        if (window.Length < EchoLength) return FrameResult.NeedMore;
        bool isEcho = char.IsAsciiDigit((char)window[1]) && char.IsAsciiDigit((char)window[2]) && window[5..EchoLength].SequenceEqual("\r\n"u8);
        if (!isEcho) return FrameResult.Garbage;
        length = EchoLength;
        return FrameResult.Answer;
    }

    private bool TryReadFields(ReadOnlySpan<byte> frame, out WeightReport report)
    {
        report = default;
        var header = frame[..2];
        bool overload = header.SequenceEqual("OL"u8);
        bool stable = header.SequenceEqual("ST"u8);
        bool net = frame.Slice(3, 2).SequenceEqual("NT"u8);
        if ((!overload && !stable && !header.SequenceEqual("US"u8)) || (!net && !frame.Slice(3, 2).SequenceEqual("GS"u8))) return false;
        Weight weight = default;
        if (!overload && !Weight.TryParse(frame.Slice(WeightAt, WeightLength), Options.Decimals, out weight)) return false;
        var unit = ScaleUnits.Read(frame.Slice(UnitAt, 2), out string? other);
        byte lamps = frame[LampsAt];
        byte identifier = frame[IdentifierAt];
        report = new()
        {
            Gross = overload || net ? null : weight,
            Net = overload || !net ? null : weight,
            Unit = overload ? ScaleUnit.None : unit,
            UnitText = overload ? null : other,
            Stable = stable,
            Condition = overload ? ScaleCondition.OverRange : (lamps & HoldLamp) != 0 ? ScaleCondition.Held : ScaleCondition.Ok,
            CentreOfZero = (lamps & ZeroLamp) != 0,
            Address = identifier >= '0' ? identifier - '0' : identifier,
        };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        bool overload = report.Condition >= ScaleCondition.OverRange;
        bool stable = report.Stable != false && !overload;
        frame.Add(overload ? "OL," : stable ? "ST," : "US,");
        frame.Add(report.ShowsNet ? "NT," : "GS,");
        frame.Add((byte)('0' + (report.Address ?? 1)));
        frame.Add((byte)(FixedLamps
            | (report.CentreOfZero == true ? ZeroLamp : 0)
            | (report.ShowsNet ? TareLamp : GrossLamp)
            | (report.Condition == ScaleCondition.Held ? HoldLamp : 0)
            | (stable ? StableLamp : 0)));
        frame.Add(',');
        if (overload) frame.Add("        "u8);
        else AddWeight(ref frame, report);
        frame.Add(' ');
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(2);
        if (unit.Length > 2) frame.Fail();
        frame.Add(unit);
        frame.Add("\r\n"u8);
        return frame.Result;
    }
}
