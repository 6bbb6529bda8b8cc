namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>What the formats of CAS indicators share: they talk unasked or when their device number is called, and write a weight into eight
/// characters.</summary>
internal abstract class CasProtocol(string name, ScaleOptions options) : ScaleProtocol(name, options)
{
    private protected const int WeightLength = 8;

    public override ScaleModes Modes => ScaleModes.Streaming | ScaleModes.Polled | ScaleModes.Addressed;

    public override (int Lowest, int Highest)? Addresses => (0, 99);

    public override IReadOnlyList<string> KnownCommands => ["KW"];

    private protected override IReadOnlyList<string> UsualCommands => ["KW"];

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        poll.Add('D');
        poll.AddDigits(address ?? -1, 2);
        poll.Add(command);
        poll.Add("\r\n"u8);
        return poll.Result;
    }

    private protected static void AddWeight(ref FrameWriter frame, in WeightReport report)
    {
        if (report.Shown is not { } shown)
        {
            frame.Fail();
            return;
        }
        if (shown.Digits < 0) frame.Add('-');
        frame.AddMagnitude(shown, WeightLength - (shown.Digits < 0 ? 1 : 0));
    }
}
