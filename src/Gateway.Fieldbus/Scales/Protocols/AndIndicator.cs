namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>A&amp;D indicators AD-4401, 4403, 4404, 4406: the A&amp;D standard format, unasked or asked for, alone or with <c>@nn</c> on RS-485.
/// Also the "AND" format of CAS indicators.</summary>
/// <remarks>
/// Grade A: AD-4404 specifications, page 82; AD-4403-FP, page 64; AD-4406, pages 47 to 49; AD-4401A, page 55. Out of range is OL on most and LO on the
/// AD-4404. The decimal mark may be a comma, the unit may have three characters (AD-4406, CF07 = 1), lines may end with CR alone (option).
/// </remarks>
internal sealed class AndIndicator(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int AddressLength = 3;
    private const int WeightAt = 6;
    private const int WeightLength = 8;
    private const int UnitAt = WeightAt + WeightLength;
    private const int LongestUnit = 3;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled | ScaleModes.Addressed;

    public override int MaximumFrame => 32;

    public override (int Lowest, int Highest)? Addresses => (0, 99);

    public override IReadOnlyList<string> KnownCommands => ["RW", "RG", "RN", "RT", "RZ"];

    private protected override IReadOnlyList<string> UsualCommands => ["RW"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        AddAddress(ref poll, address);
        poll.Add(command);
        poll.Add(LineEnd);
        return poll.Result;
    }

    public override bool IsAnswer(string command, in WeightReport report) => command switch
    {
        "RZ" => report.CentreOfZero is not null,
        _ when report.CentreOfZero is not null => false,
        _ when !report.HasWeight => true,
        "RG" => report.Gross is not null,
        "RN" => report.Net is not null,
        "RT" => report.Tare is not null,
        _ => true,
    };

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] is < (byte)' ' or > (byte)'~') return FrameResult.Garbage;
        if (!TryTakeLine(window, out var line, out int taken)) return FrameResult.NeedMore;
        int? address = null;
        if (line is [(byte)'@', >= (byte)'0' and <= (byte)'9' and var tens, >= (byte)'0' and <= (byte)'9' and var ones, .. var rest])
        {
            address = (10 * (tens - '0')) + ones - '0';
            line = rest;
        }
        var result = Read(line, out report);
        if (result == FrameResult.Garbage) return result;
        report = report with { Address = address };
        length = taken;
        return result;
    }

    private FrameResult Read(ReadOnlySpan<byte> line, out WeightReport report)
    {
        report = default;
        switch (line)
        {
            case [(byte)'?' or (byte)'I' or (byte)'M']:
                report = new() { Condition = ScaleCondition.Error, ErrorCode = ((char)line[0]).ToString() };
                return FrameResult.Refused;
            case [(byte)'R', (byte)'Z', (byte)'0' or (byte)'1']:
                report = new() { CentreOfZero = line[2] == '1' };
                return FrameResult.Report;
            case [(byte)'M' or (byte)'C', (byte)'Z' or (byte)'T' or (byte)'G' or (byte)'N']:
                return FrameResult.Answer;
            case [_, _, (byte)',', _, _, (byte)',', ..] when line.Length is >= UnitAt and <= UnitAt + LongestUnit:
                return ReadWeight(line, out report);
            default:
                return FrameResult.Garbage;
        }
    }

    private FrameResult ReadWeight(ReadOnlySpan<byte> line, out WeightReport report)
    {
        report = default;
        var header = line[..2];
        bool outOfRange = header.SequenceEqual("OL"u8) || header.SequenceEqual("LO"u8);
        bool held = header.SequenceEqual("HD"u8);
        bool stable = header.SequenceEqual("ST"u8);
        if (!outOfRange && !held && !stable && !header.SequenceEqual("US"u8)) return FrameResult.Garbage;
        char kind = Kind(line.Slice(3, 2));
        if (kind == default) return FrameResult.Garbage;
        if (kind == 'A') return FrameResult.Answer;
        if (outOfRange)
        {
            report = new() { Condition = ScaleCondition.OutOfRange, Stable = false };
            return FrameResult.Report;
        }
        if (!Weight.TryParse(line.Slice(WeightAt, WeightLength), Options.Decimals, out var weight)) return FrameResult.Garbage;
        // Dini Argeo's string begins alike and has a comma here.
        if (line[UnitAt..] is [(byte)',', ..]) return FrameResult.Garbage;
        var unit = ScaleUnits.Read(line[UnitAt..], out string? other);
        report = new()
        {
            Gross = kind == 'G' ? weight : null,
            Net = kind == 'N' ? weight : null,
            Tare = kind == 'T' ? weight : null,
            Unit = unit,
            UnitText = other,
            Stable = stable || held,
            Condition = held ? ScaleCondition.Held : ScaleCondition.Ok,
        };
        return FrameResult.Report;
    }

    /// <summary>G, N or T for what the second header names, A for an accumulation, which is no weight on the scale; default for no header.</summary>
    private static char Kind(ReadOnlySpan<byte> header) => header switch
    {
        [(byte)'G', (byte)'S' or (byte)' '] => 'G',
        [(byte)'N', (byte)'T' or (byte)' '] => 'N',
        [(byte)'T', (byte)'R' or (byte)' '] or [(byte)'P', (byte)'T'] => 'T',
        [(byte)'T', (byte)'W' or (byte)'N'] => 'A',
        _ => default,
    };

    public override int WriteFrame(in WeightReport report, Span<byte> destination) =>
        Write(report, report.ShowsNet ? "NT" : report.Gross is not null || report.Tare is null ? "GS" : "TR", report.Shown, destination);

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination) => command switch
    {
        "RZ" => WriteZero(report, destination),
        "RG" => Write(report, "GS", report.Gross, destination),
        "RN" => Write(report, "NT", report.Net, destination),
        "RT" => Write(report, "TR", report.Tare, destination),
        _ => WriteFrame(report, destination),
    };

    private int WriteZero(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        AddAddress(ref frame, report.Address);
        frame.Add(report.CentreOfZero == true ? "RZ1" : "RZ0");
        frame.Add(LineEnd);
        return frame.Result;
    }

    private int Write(in WeightReport report, string kind, Weight? weight, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        AddAddress(ref frame, report.Address);
        bool outOfRange = report.Condition >= ScaleCondition.OverRange;
        frame.Add(outOfRange ? "OL," : report.Condition == ScaleCondition.Held ? "HD," : report.Stable == false ? "US," : "ST,");
        frame.Add(kind);
        frame.Add(',');
        if (outOfRange)
        {
            frame.Add("     .  "u8);
        }
        else if (weight is { } known)
        {
            frame.Add(known.Digits < 0 ? '-' : '+');
            frame.AddMagnitude(known, WeightLength - 1);
        }
        else
        {
            frame.Fail();
        }
        frame.Add(ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(2));
        frame.Add(LineEnd);
        return frame.Result;
    }

    private static void AddAddress(ref FrameWriter frame, int? address)
    {
        if (address is not { } asked) return;
        frame.Add('@');
        frame.AddDigits(asked, AddressLength - 1);
    }
}
