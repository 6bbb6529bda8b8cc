namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>SMA scale protocol, SCP-0499, levels 1 and 2: Sartorius/Minebea PR 5210 to 5410, Fairbanks, B-Tek T419S. Answers go from LF to CR.</summary>
/// <remarks>
/// Grade A: Sartorius PR 5220 manual, page 130; PR 5211, pages 50 to 56; B-Tek T419S, page 61; Fairbanks PR 5410, page 120. Commands: W and H weight at once
/// (H in high resolution), P and Q the same when stable, R repeated, M tare, D diagnostics, A/B about, I/N information; ESC ends repetition.
/// </remarks>
internal sealed class Sma(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const byte Lf = 0x0A;
    private const byte Cr = 0x0D;
    private const byte Escape = 0x1B;
    private const string EscapeWord = "ESC";
    private const int BodyLength = 18;
    private const int WeightAt = 5;
    private const int WeightLength = 10;
    private const int UnitLength = 3;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled;

    public override int MaximumFrame => 96;

    public override IReadOnlyList<string> KnownCommands => ["W", "H", "P", "Q", "M", "R", "S", EscapeWord];

    public override IReadOnlyList<string> IdentificationCommands => ["A", "B", "I", "N"];

    public override string StreamStop => EscapeWord;

    private protected override IReadOnlyList<string> UsualCommands => ["W"];

    private protected override string UsualStreamCommand => "R";

    public override TimeSpan AnswerTime(string command) => command is "P" or "Q" ? TimeSpan.FromSeconds(15) : base.AnswerTime(command);

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (address is not null) poll.Fail();
        if (command == EscapeWord)
        {
            poll.Add(Escape);
            return poll.Result;
        }
        poll.Add(Lf);
        poll.Add(command);
        poll.Add(Cr);
        return poll.Result;
    }

    public override bool IsAnswer(string command, in WeightReport report) => !report.HasWeight || (command == "M") == report.Tare is not null;

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Lf) return FrameResult.Garbage;
        int end = window[1..].IndexOfAnyExceptInRange((byte)' ', (byte)'~') + 1;
        if (end == 0) return FrameResult.NeedMore;
        if (window[end] != Cr || end == 1) return FrameResult.Garbage;
        length = end + 1;
        var body = window[1..end];
        if (body.Length == BodyLength && TryReadFields(body, out report)) return FrameResult.Report;
        if (body is not [(byte)'?' or (byte)'!']) return FrameResult.Answer;
        report = new() { Condition = ScaleCondition.Error, ErrorCode = ((char)body[0]).ToString() };
        return FrameResult.Refused;
    }

    private static bool TryReadFields(ReadOnlySpan<byte> body, out WeightReport report)
    {
        report = default;
        var (status, type, motion) = ((char)body[0], char.ToUpperInvariant((char)body[2]), body[3]);
        if ("ZOUETI ".IndexOf(status, StringComparison.Ordinal) < 0 || "GNT".IndexOf(type, StringComparison.Ordinal) < 0) return false;
        if (motion is not ((byte)'M' or (byte)' ')) return false;
        var field = body.Slice(WeightAt, WeightLength);
        bool dashes = !field.ContainsAnyExcept((byte)'-');
        var condition = status switch
        {
            'O' => ScaleCondition.OverRange,
            'U' => ScaleCondition.UnderRange,
            'E' or 'T' or 'I' => ScaleCondition.Error,
            _ => dashes ? ScaleCondition.NoStability : ScaleCondition.Ok,
        };
        Weight weight = default;
        if (condition == ScaleCondition.Ok && !Weight.TryParse(field, 0, out weight)) return false;
        var unit = ScaleUnits.Read(body[^UnitLength..], out string? other);
        Weight? known = condition == ScaleCondition.Ok ? weight : null;
        report = new()
        {
            Gross = type == 'G' ? known : null,
            Net = type == 'N' ? known : null,
            Tare = type == 'T' ? known : null,
            Unit = known is null ? ScaleUnit.None : unit,
            UnitText = known is null ? null : other,
            Stable = motion == ' ' && condition != ScaleCondition.NoStability,
            Condition = condition,
            ErrorCode = condition == ScaleCondition.Error ? status.ToString() : null,
            CentreOfZero = status == 'Z',
            HighResolution = char.IsAsciiLetterLower((char)body[2]),
        };
        return true;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination) => Write(report, report.ShowsNet ? 'N' : 'G', report.Shown, destination);

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination) =>
        command == "M" ? Write(report, 'T', report.Tare ?? Weight.Zero, destination) : WriteFrame(report, destination);

    private static int Write(in WeightReport report, char type, Weight? weight, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        frame.Add(Lf);
        frame.Add(report switch
        {
            { Condition: ScaleCondition.Error } => report.ErrorCode is "E" or "T" ? report.ErrorCode : "I",
            { Condition: ScaleCondition.UnderRange } => "U",
            { Condition: ScaleCondition.OverRange or ScaleCondition.OutOfRange } => "O",
            { CentreOfZero: true, Condition: not ScaleCondition.NoStability } => "Z",
            _ => " ",
        });
        frame.Add('1');
        frame.Add(report.HighResolution ? char.ToLowerInvariant(type) : type);
        frame.Add(report.Stable == false ? "M " : "  ");
        if (report.Condition >= ScaleCondition.OverRange) frame.Add("----------"u8);
        else if (weight is { } known) frame.AddRightAligned(known, WeightLength);
        else frame.Fail();
        frame.Add(ScaleUnits.Symbol(report.Unit, report.UnitText).PadRight(UnitLength));
        frame.Add(Cr);
        return frame.Result;
    }
}
