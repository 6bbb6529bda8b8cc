namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Command mode (tF = 1) of the XK3190-A9 family, addresses A to Z (1 to 26); and of Keli XK3118K9-R, whose weights hold their point.</summary>
/// <remarks>
/// Grade A: XK3190-A9+ manual, page 10; A23p, page 26, whose hexadecimal examples show that the check's high nibble comes first; Keli XK3118K9-R, page 10.
/// Commands: A handshake, B gross, C tare, D net; further letters are the device's own and are answered with what it likes.
/// </remarks>
internal sealed class YaohuaCommand(string name, ScaleOptions options, bool pointInText) : ScaleProtocol(name, options)
{
    private const byte Stx = 0x02;
    private const byte Etx = 0x03;
    private const int PayloadAt = 3;
    private const int ShortestFrame = PayloadAt + XorCheck.Length + 1;
    private const int WeightLength = 8;

    public override ScaleModes Modes => ScaleModes.Polled | ScaleModes.Addressed;

    public override int MaximumFrame => 64;

    public override (int Lowest, int Highest)? Addresses => (1, 26);

    public override IReadOnlyList<string> KnownCommands => ["A", "B", "C", "D"];

    private protected override IReadOnlyList<string> UsualCommands => ["B"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        if (command is not [>= 'A' and <= 'Z' and var letter]) return 0;
        Begin(ref poll, address, letter);
        End(ref poll);
        return poll.Result;
    }

    public override bool IsAnswer(string command, in WeightReport report) => command switch
    {
        "B" => report.Gross is not null,
        "C" => report.Tare is not null,
        "D" => report.Net is not null,
        _ => true,
    };

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        if (window[0] != Stx) return FrameResult.Garbage;
        if (window.Length < ShortestFrame) return FrameResult.NeedMore;
        var (address, command) = (window[1], window[2]);
        if (address is < (byte)'A' or > (byte)'Z' || command is < (byte)'A' or > (byte)'Z') return FrameResult.Garbage;

        int needed = command switch
        {
            (byte)'A' => ShortestFrame,
            (byte)'B' or (byte)'C' or (byte)'D' => ShortestFrame + WeightLength,
            _ => window.IndexOf(Etx) + 1,
        };
        if (needed == 0 || window.Length < needed) return FrameResult.NeedMore;
        if (needed < ShortestFrame || window[needed - 1] != Etx) return FrameResult.Garbage;
        if (Options.CheckSum != CheckSumUse.Off && !XorCheck.IsRight(window[1..(needed - 1)])) return FrameResult.CheckSumError;
        length = needed;
        if (command is not ((byte)'B' or (byte)'C' or (byte)'D')) return FrameResult.Answer;
        if (!TryReadNumber(window.Slice(PayloadAt, WeightLength), out var weight))
        {
            length = 0;
            return FrameResult.Garbage;
        }
        report = new()
        {
            Gross = command == 'B' ? weight : null,
            Tare = command == 'C' ? weight : null,
            Net = command == 'D' ? weight : null,
            Address = address - 'A' + 1,
        };
        return FrameResult.Report;
    }

    private bool TryReadNumber(ReadOnlySpan<byte> field, out Weight weight)
    {
        if (!pointInText) return YaohuaNumber.TryRead(field, out weight);
        weight = default;
        return field[0] is (byte)'+' or (byte)'-' && Weight.TryParse(field, Options.Decimals, out weight);
    }

    public override int WriteFrame(in WeightReport report, Span<byte> destination) =>
        WriteAnswer(report.Gross is not null ? "B" : report.Net is not null ? "D" : "C", report, destination);

    public override int WriteAnswer(string command, in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        Begin(ref frame, report.Address, command[0]);
        if (command != "A")
        {
            var wanted = command switch { "B" => report.Gross, "C" => report.Tare, "D" => report.Net, _ => null };
            if (wanted is not { } weight || report.Condition >= ScaleCondition.OverRange) return 0;
            if (pointInText) AddWithPoint(ref frame, weight);
            else YaohuaNumber.AddTo(ref frame, weight);
        }
        End(ref frame);
        return frame.Result;
    }

    private static void AddWithPoint(ref FrameWriter frame, Weight weight)
    {
        frame.Add(weight.Digits < 0 ? '-' : '+');
        frame.AddMagnitude(weight, WeightLength - 1);
    }

    private static void Begin(ref FrameWriter frame, int? address, char command)
    {
        if (address is not (>= 1 and <= 26)) frame.Fail();
        frame.Add(Stx);
        frame.Add((char)('A' + (address ?? 1) - 1));
        frame.Add(command);
    }

    private static void End(ref FrameWriter frame)
    {
        XorCheck.AddTo(ref frame, 1);
        frame.Add(Etx);
    }
}
