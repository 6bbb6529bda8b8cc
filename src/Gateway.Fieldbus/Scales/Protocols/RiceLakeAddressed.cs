namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Rice Lake 880 on RS-485: a command behind STX and the address byte, answered by the same byte, a weight and a unit.</summary>
/// <remarks>
/// Grade A for the vendor's one example (880 technical manual: <c>STX A XG#1 CR</c> asks address 65 for the gross weight of scale 1); grade C for XN#1 and
/// XT#1 (net, tare), built alike. The answer does not repeat what was asked, so the weight is the one displayed.
/// </remarks>
internal sealed class RiceLakeAddressed(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private const byte Stx = 0x02;
    private const int WeightWidth = 11;

    public override ScaleModes Modes => ScaleModes.Polled | ScaleModes.Addressed;

    public override int MaximumFrame => 32;

    /// <summary>The byte itself: 65 is sent as A.</summary>
    public override (int Lowest, int Highest)? Addresses => (33, 126);

    public override IReadOnlyList<string> KnownCommands => ["XG#1", "XN#1", "XT#1"];

    private protected override IReadOnlyList<string> UsualCommands => ["XG#1"];

    private static ReadOnlySpan<byte> End => "\r\n\x03\r"u8;

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (address is not (>= 33 and <= 126)) poll.Fail();
        poll.Add(Stx);
        poll.Add((byte)(address ?? 0));
        poll.Add(command);
        poll.Add('\r');
        return poll.Result;
    }

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Stx) return FrameResult.Garbage;
        int end = window.IndexOf(End);
        if (end < 0) return FrameResult.NeedMore;
        if (end < 2) return FrameResult.Garbage;
        var text = window[2..end].Trim((byte)' ');
        int gap = text.LastIndexOf((byte)' ');
        var number = gap < 0 ? text : text[..gap];
        if (!Weight.TryParse(number, Options.Decimals, out var weight)) return FrameResult.Garbage;
        var unit = ScaleUnits.Read(text[number.Length..], out string? other);
        report = new() { Displayed = weight, Unit = unit, UnitText = other, Address = window[1] };
        length = end + End.Length;
        return FrameResult.Report;
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination) => Write(report, report.Shown, destination);

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination) =>
        Write(report, command switch { "XG#1" => report.Gross ?? report.Shown, "XN#1" => report.Net, "XT#1" => report.Tare, _ => null }, destination);

    private static int Write(in WeightReport report, Weight? weight, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText);
        if (report.Condition >= ScaleCondition.OverRange || report.Address is not { } address || weight is not { } known) return 0;
        frame.Add(Stx);
        frame.Add((byte)address);
        frame.AddRightAligned(known, WeightWidth);
        if (unit.Length > 0) frame.Add($" {unit}");
        frame.Add(End);
        return frame.Result;
    }
}
