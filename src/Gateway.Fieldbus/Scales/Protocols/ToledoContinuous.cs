namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>The continuous output of Mettler Toledo terminals (8530, Wildcat, IND4xx) and many clones, 17 or 18 bytes; the short form without tare,
/// 11 or 12 bytes.</summary>
/// <remarks>
/// Grade A. Mettler Toledo Wildcat technical manual (12/00), continuous output; IND445/ICS425, KERN FTC, Fairbanks FB3000; short form: Cardinal 225.
/// Bits said to be fixed are not checked, because clones set them otherwise (Liden LUW2001, Fairbanks FB3000).
/// </remarks>
internal sealed class ToledoContinuous(string name, ScaleOptions options, bool hasTare) : ScaleProtocol(name, options)
{
    private const byte Stx = 0x02;
    private const byte Cr = 0x0D;
    private const int WeightAt = 4;
    private const int FieldLength = 6;

    /// <summary>From STX to CR.</summary>
    private readonly int _length = WeightAt + FieldLength + (hasTare ? FieldLength : 0) + 1;

    public override ScaleModes Modes => ScaleModes.Streaming;

    public override int MaximumFrame => _length + 1;

    /// <summary>Wildcat manual: print, tare, zero, clear; a scale in demand mode answers P with one frame.</summary>
    public override IReadOnlyList<string> KnownCommands => ["P"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        poll.Add(command);
        return poll.Result;
    }

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Stx) return FrameResult.Garbage;
        int needed = Options.CheckSum == CheckSumUse.On ? _length + 1 : _length;
        if (window.Length < needed) return FrameResult.NeedMore;
        if (window[_length - 1] != Cr) return FrameResult.Garbage;
        // The 7-bit sum of all bytes, the check sum included, is zero.
        if (needed > _length && Sum(window[..needed]) != 0) return FrameResult.CheckSumError;
        length = needed;
        return TryReadFields(window, out report) ? FrameResult.Report : FrameResult.Garbage;
    }

    private bool TryReadFields(ReadOnlySpan<byte> frame, out WeightReport report)
    {
        report = default;
        var (a, b, c) = (frame[1], frame[2], frame[3]);
        int decimals = (a & 0x07) - 2;
        if (!TryReadField(frame.Slice(WeightAt, FieldLength), decimals, out var shown)) return false;
        Weight tare = default;
        if (hasTare && !TryReadField(frame.Slice(WeightAt + FieldLength, FieldLength), decimals, out tare)) return false;

        if ((b & 0x02) != 0) shown = -shown;
        bool net = (b & 0x01) != 0;
        bool outOfRange = (b & 0x04) != 0;
        string? other = UnknownUnit(b, c);
        report = new()
        {
            Gross = outOfRange || net ? null : shown,
            Net = outOfRange || !net ? null : shown,
            Tare = outOfRange || !hasTare ? null : tare,
            Unit = other is null ? Unit(b, c) : ScaleUnit.Other,
            UnitText = other,
            Stable = (b & 0x08) == 0,
            Condition = outOfRange ? ScaleCondition.OutOfRange : (b & 0x40) != 0 ? ScaleCondition.ZeroNotCaptured : ScaleCondition.Ok,
            HighResolution = (c & 0x10) != 0,
        };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        var shown = report.Shown ?? Weight.Zero;
        if (shown.Decimals is < -2 or > 5 || report.Unit is not (ScaleUnit.Kilogram or ScaleUnit.Gram or ScaleUnit.Pound)) return 0;
        var tare = report.Tare ?? new Weight(0, shown.Decimals);
        if (hasTare && tare.Decimals != shown.Decimals) return 0;

        frame.Add(Stx);
        frame.Add((byte)(0x28 | (shown.Decimals + 2)));
        frame.Add((byte)(0x20
            | (report.ShowsNet ? 0x01 : 0)
            | (shown.Digits < 0 ? 0x02 : 0)
            | (report.Condition >= ScaleCondition.OverRange ? 0x04 : 0)
            | (report.Stable == false ? 0x08 : 0)
            | (report.Unit == ScaleUnit.Kilogram ? 0x10 : 0)
            | (report.Condition == ScaleCondition.ZeroNotCaptured ? 0x40 : 0)));
        frame.Add((byte)(0x20 | (report.Unit == ScaleUnit.Gram ? 0x01 : 0) | (report.HighResolution ? 0x10 : 0)));
        frame.AddDigits(Math.Abs(shown.Digits), FieldLength);
        if (hasTare) frame.AddDigits(tare.Digits, FieldLength);
        frame.Add(Cr);
        if (Options.CheckSum == CheckSumUse.On) frame.Add((byte)(-Sum(frame.Written) & 0x7F));
        return frame.Result;
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte value in bytes) sum += value;
        return sum & 0x7F;
    }

    /// <summary>Six digits; leading ones may be spaces. No sign, no point.</summary>
    private static bool TryReadField(ReadOnlySpan<byte> field, int decimals, out Weight weight) =>
        Weight.TryParse(field, decimals, out weight) && weight.Decimals == decimals && field.IndexOfAny((byte)'+', (byte)'-', (byte)'.') < 0;

    private static ScaleUnit Unit(byte b, byte c) =>
        (c & 0x01) != 0 ? ScaleUnit.Gram : (b & 0x10) != 0 ? ScaleUnit.Kilogram : ScaleUnit.Pound;

    /// <summary>Terminals that extend bits 0 to 2 of status byte C to a unit code do not agree on it: only what the Wildcat has is believed.</summary>
    private static string? UnknownUnit(byte b, byte c) => (c & 0x06) == 0 ? null : $"C{c & 0x07}{((b & 0x10) != 0 ? "+" : "")}";
}
