using System.Text;

namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Mettler Toledo Standard Interface Command Set, levels 0 and 1: balances, bench scales, ICS/IND terminals, and KERN's.</summary>
/// <remarks>
/// Grade A: Mettler Toledo operating instructions of AT, JS and ICS scales, KERN FTC; the three-letter errors ES, ET and EL are grade C (reference manual
/// 11780711 by its contents only). Fields are split at spaces, because their widths differ by model. S does not say whether a tare is active; TA does.
/// </remarks>
internal sealed class MtSics(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const int ValueWidth = 10;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled;

    public override int MaximumFrame => 128;

    public override IReadOnlyList<string> KnownCommands => ["S", "SI", "SU", "SIU", "TA", "SIR", "SR", "SIRU", "SRU", "@"];

    public override IReadOnlyList<string> IdentificationCommands => ["I2", "I3", "I4"];

    public override string StreamStop => "@";

    private protected override IReadOnlyList<string> UsualCommands => ["SI"];

    private protected override string UsualStreamCommand => "SIR";

    /// <summary>A stable weight is answered when there is one, or when the device's own patience ends.</summary>
    public override TimeSpan AnswerTime(string command) => command is "S" or "SU" ? TimeSpan.FromSeconds(15) : base.AnswerTime(command);

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (address is not null) poll.Fail();
        poll.Add(command);
        poll.Add(LineEnd);
        return poll.Result;
    }

    public override bool IsAnswer(string command, in WeightReport report) => !report.HasWeight || (command == "TA") == report.Tare is not null;

    public override string TextOf(ReadOnlySpan<byte> frame)
    {
        string text = base.TextOf(frame);
        var (first, last) = (text.IndexOf('"', StringComparison.Ordinal), text.LastIndexOf('"'));
        return last > first ? text[(first + 1)..last] : text;
    }

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (!char.IsAsciiLetterUpper((char)window[0]) && window[0] != '@') return FrameResult.Garbage;
        if (!TryTakeLine(window, out var line, out length)) return FrameResult.NeedMore;
        var command = TakeWord(ref line);
        var status = TakeWord(ref line);
        var result = Read(command, status, line, out report);
        if (result == FrameResult.Garbage) length = 0;
        return result;
    }

    private static FrameResult Read(ReadOnlySpan<byte> command, ReadOnlySpan<byte> status, ReadOnlySpan<byte> rest, out WeightReport report)
    {
        report = default;
        if (status.IsEmpty && (command.SequenceEqual("ES"u8) || command.SequenceEqual("ET"u8) || command.SequenceEqual("EL"u8)))
        {
            return Refuse(Encoding.ASCII.GetString(command), out report);
        }
        bool isWeight = command.SequenceEqual("S"u8);
        bool isTare = command.SequenceEqual("TA"u8) || command.SequenceEqual("T"u8) || command.SequenceEqual("TI"u8);
        if (isWeight || isTare) return ReadWeight(isTare, status, rest, out report);

        bool isKnown = command.SequenceEqual("@"u8) || command.SequenceEqual("Z"u8) || command.SequenceEqual("ZI"u8) || command.SequenceEqual("TAC"u8)
            || (command is [(byte)'I', var level] && char.IsAsciiDigit((char)level));
        if (!isKnown || status.Length != 1) return FrameResult.Garbage;
        return status[0] is (byte)'I' or (byte)'L' or (byte)'+' or (byte)'-'
            ? Refuse($"{Encoding.ASCII.GetString(command)} {(char)status[0]}", out report)
            : FrameResult.Answer;
    }

    private static FrameResult ReadWeight(bool isTare, ReadOnlySpan<byte> status, ReadOnlySpan<byte> rest, out WeightReport report)
    {
        report = default;
        if (status.Length != 1) return FrameResult.Garbage;
        switch ((char)status[0])
        {
            case 'S' or 'D' or 'A':
                var number = TakeWord(ref rest);
                var unit = ScaleUnits.Read(TakeWord(ref rest), out string? other);
                if (!rest.IsEmpty || !Weight.TryParse(number, 0, out var weight)) return FrameResult.Garbage;
                report = new()
                {
                    Displayed = isTare ? null : weight,
                    Tare = isTare ? weight : null,
                    Unit = unit,
                    UnitText = other,
                    Stable = isTare ? null : status[0] == 'S',
                };
                return FrameResult.Report;
            case 'I' when !isTare:
                report = new() { Condition = ScaleCondition.NotNow };
                return FrameResult.Report;
            case '+':
                report = new() { Condition = ScaleCondition.OverRange };
                return FrameResult.Report;
            case '-':
                report = new() { Condition = ScaleCondition.UnderRange };
                return FrameResult.Report;
            case 'I' or 'L':
                return Refuse($"{(isTare ? "T" : "S")} {(char)status[0]}", out report);
            default:
                return FrameResult.Garbage;
        }
    }

    private static FrameResult Refuse(string code, out WeightReport report)
    {
        report = new() { Condition = ScaleCondition.Error, ErrorCode = code };
        return FrameResult.Refused;
    }

    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        int end = line.IndexOf((byte)' ');
        var word = end < 0 ? line : line[..end];
        line = line[word.Length..].TrimStart((byte)' ');
        return word;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination) => Write("S", report, report.Shown, destination);

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination) =>
        command == "TA" ? Write("TA", report, report.Tare ?? Weight.Zero, destination) : WriteFrame(report, destination);

    /// <summary>The reference manual's form: I3 A "text".</summary>
    public override int WriteVersion(string command, string version, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        frame.Add($"{command} A \"{version}\"");
        frame.Add(LineEnd);
        return frame.Result;
    }

    private int Write(string echo, in WeightReport report, Weight? weight, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        frame.Add(echo);
        frame.Add(' ');
        if (report.Condition >= ScaleCondition.OverRange)
        {
            frame.Add(report.Condition switch { ScaleCondition.UnderRange => '-', >= ScaleCondition.NoStability => 'I', _ => '+' });
        }
        else if (weight is { } shown)
        {
            frame.Add(echo == "TA" ? 'A' : report.Stable == false ? 'D' : 'S');
            frame.Add(' ');
            frame.AddRightAligned(shown, ValueWidth);
            string unit = ScaleUnits.Symbol(report.Unit, report.UnitText);
            if (unit.Length > 0) frame.Add($" {unit}");
        }
        else
        {
            frame.Fail();
        }
        frame.Add(LineEnd);
        return frame.Result;
    }
}
