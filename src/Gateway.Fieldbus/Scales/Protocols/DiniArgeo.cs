using System.Text;

namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Dini Argeo 3590, DFW and DGT: STANDARD frames, REXT answers and AF strings, unasked or asked for, with a two-digit code in RS-485 mode.</summary>
/// <remarks>
/// Grade A: 3590EXP manual, page 65; 3590 EBOX, pages 65 and 69; 3590EGT; DFW serial protocol 21-03. Refusals are ERR01 (format), ERR02 (parameter),
/// ERR03 (not now) and ERR04 (unknown command). What stands in the weight's place at an overload is not documented and not read.
/// </remarks>
internal sealed class DiniArgeo(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int AddressLength = 2;
    private const int WeightLength = 8;
    private const int LongWeightLength = 10;
    private const int StandardLength = 17;
    private const int ExtendedLength = 53;
    private const int AllLength = 32;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled | ScaleModes.Addressed;

    public override int MaximumFrame => 64;

    public override (int Lowest, int Highest)? Addresses => (0, 99);

    public override IReadOnlyList<string> KnownCommands => ["READ", "R", "REXT"];

    private protected override IReadOnlyList<string> UsualCommands => ["READ"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (address is { } asked) poll.AddDigits(asked, AddressLength);
        poll.Add(command);
        poll.Add(LineEnd);
        return poll.Result;
    }

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (!char.IsAsciiLetterOrDigit((char)window[0])) return FrameResult.Garbage;
        if (!TryTakeLine(window, out var line, out int taken)) return FrameResult.NeedMore;
        int? address = TakeAddress(ref line);
        var result = Read(line, out report);
        if (result == FrameResult.Garbage) return result;
        report = report with { Address = address };
        length = taken;
        return result;
    }

    /// <summary>Two digits before a status or an error, three before REXT's comma, of which the last is the scale's number.</summary>
    private static int? TakeAddress(ref ReadOnlySpan<byte> line)
    {
        if (line is not [>= (byte)'0' and <= (byte)'9' and var tens, >= (byte)'0' and <= (byte)'9' and var ones, .. var rest]) return null;
        line = rest;
        return (10 * (tens - '0')) + ones - '0';
    }

    private static FrameResult Read(ReadOnlySpan<byte> line, out WeightReport report)
    {
        report = default;
        if (line is [(byte)'E', (byte)'R', (byte)'R', _, _])
        {
            report = new() { Condition = ScaleCondition.Error, ErrorCode = Encoding.Latin1.GetString(line) };
            return FrameResult.Refused;
        }
        bool isWeight = line switch
        {
            [_, _, (byte)',', _, _, (byte)',', ..] when line.Length == StandardLength => TryReadStandard(line, out report),
            [_, (byte)',', _, _, (byte)',', ..] when line.Length == ExtendedLength => TryReadExtended(line, out report),
            [_, _, (byte)',', _, (byte)',', ..] when line.Length == AllLength => TryReadAll(line, out report),
            _ => false,
        };
        return isWeight ? FrameResult.Report : FrameResult.Garbage;
    }

    /// <summary><c>HH,KK,PPPPPPPP,UM</c>.</summary>
    private static bool TryReadStandard(ReadOnlySpan<byte> line, out WeightReport report)
    {
        if (!TryReadStatus(line[..2], out report)) return false;
        bool net = line.Slice(3, 2).SequenceEqual("NT"u8);
        if ((!net && !line.Slice(3, 2).SequenceEqual("GS"u8)) || line[6 + WeightLength] != ',') return false;
        if (report.Condition >= ScaleCondition.OverRange) return true;
        if (!Weight.TryParse(line.Slice(6, WeightLength), 0, out var weight)) return false;
        report = WithUnit(report, line[^2..]) with { Gross = net ? null : weight, Net = net ? weight : null };
        return true;
    }

    /// <summary><c>B,hh,NNNNNNNNNN,YYTTTTTTTTTT,PPPPPPPPPP,MMMMMMMMMM,uu</c>: scale number, status, net, tare, pieces, unit.</summary>
    private static bool TryReadExtended(ReadOnlySpan<byte> line, out WeightReport report)
    {
        if (!TryReadStatus(line.Slice(2, 2), out report)) return false;
        if (line[15] != ',' || line[28] != ',' || line[39] != ',' || line[50] != ',') return false;
        if (report.Condition >= ScaleCondition.OverRange) return true;
        if (!Weight.TryParse(line.Slice(5, LongWeightLength), 0, out var net)) return false;
        if (!Weight.TryParse(line.Slice(18, LongWeightLength), 0, out var tare)) return false;
        report = WithUnit(report, line[^2..]) with { Net = net, Tare = tare };
        return true;
    }

    /// <summary><c>SS,B,LLLLLLLLLLUM,YYTTTTTTTTTTUM</c>: status, scale number, gross, tare, each with its unit.</summary>
    private static bool TryReadAll(ReadOnlySpan<byte> line, out WeightReport report)
    {
        if (!TryReadStatus(line[..2], out report) || line[17] != ',') return false;
        if (report.Condition >= ScaleCondition.OverRange) return true;
        if (!Weight.TryParse(line.Slice(5, LongWeightLength), 0, out var gross)) return false;
        if (!Weight.TryParse(line.Slice(20, LongWeightLength), 0, out var tare)) return false;
        report = WithUnit(report, line.Slice(15, 2)) with { Gross = gross, Tare = tare };
        return true;
    }

    private static bool TryReadStatus(ReadOnlySpan<byte> status, out WeightReport report)
    {
        report = status switch
        {
            [(byte)'S', (byte)'T'] => new() { Stable = true },
            [(byte)'U', (byte)'S'] => new() { Stable = false },
            [(byte)'O', (byte)'L'] => new() { Condition = ScaleCondition.OverRange },
            [(byte)'U', (byte)'L'] => new() { Condition = ScaleCondition.UnderRange },
            [(byte)'E', (byte)'R'] => new() { Condition = ScaleCondition.Error, ErrorCode = "ER" },
            _ => default,
        };
        return report != default;
    }

    private static WeightReport WithUnit(in WeightReport report, ReadOnlySpan<byte> field)
    {
        var unit = ScaleUnits.Read(field, out string? other);
        return report with { Unit = unit, UnitText = other };
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = Begin(report, destination);
        frame.Add(Status(report));
        frame.Add(report.ShowsNet ? ",NT," : ",GS,");
        AddWeight(ref frame, report, report.Shown, WeightLength);
        frame.Add(',');
        return End(ref frame, report);
    }

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination)
    {
        if (command != "REXT") return WriteFrame(report, destination);
        var whole = report.Completed();
        var frame = Begin(report, destination);
        frame.Add($"1,{Status(report)},");
        AddWeight(ref frame, whole, whole.Net, LongWeightLength);
        frame.Add(",  ");
        AddWeight(ref frame, whole, whole.Tare, LongWeightLength);
        frame.Add(",         0,         0,");
        return End(ref frame, report);
    }

    private static FrameWriter Begin(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (report.Address is { } address) frame.AddDigits(address, AddressLength);
        return frame;
    }

    private int End(ref FrameWriter frame, in WeightReport report)
    {
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText).PadLeft(2);
        if (unit.Length > 2) frame.Fail();
        frame.Add(unit);
        frame.Add(LineEnd);
        return frame.Result;
    }

    private static void AddWeight(ref FrameWriter frame, in WeightReport report, Weight? weight, int width)
    {
        if (report.Condition >= ScaleCondition.OverRange) frame.Add("".PadLeft(width));
        else if (weight is { } known) frame.AddRightAligned(known, width);
        else frame.Fail();
    }

    private static string Status(in WeightReport report) => report.Condition switch
    {
        ScaleCondition.UnderRange => "UL",
        ScaleCondition.Error => "ER",
        >= ScaleCondition.OverRange => "OL",
        _ => report.Stable == false ? "US" : "ST",
    };
}
