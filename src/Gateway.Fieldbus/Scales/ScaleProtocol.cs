using System.Text;

namespace Gateway.Fieldbus.Scales;

/// <summary>One way in which scales talk: what their frames and commands look like. Holds options and no state, so one serves any number of scales.</summary>
/// <remarks>Get one from <see cref="ScaleProtocols"/>.</remarks>
public abstract class ScaleProtocol
{
    /// <summary>Bytes of the longest frame of any protocol.</summary>
    public const int LongestFrame = 256;

    /// <summary>Bytes of the longest command of any protocol.</summary>
    public const int LongestPoll = 256;

    private const byte WithoutParity = 0x7F;

    private readonly byte[] _lineEnd;

    private protected ScaleProtocol(string name, ScaleOptions options)
    {
        Name = name;
        Options = options;
        _lineEnd = Encoding.Latin1.GetBytes(options.End);
    }

    /// <summary>As profiles write it, such as <c>toledo-continuous</c>.</summary>
    public string Name { get; }

    public ScaleOptions Options { get; }

    public abstract ScaleModes Modes { get; }

    /// <summary>Bytes of the longest frame, delimiters included, at most <see cref="LongestFrame"/>: a reader needs to keep no more.</summary>
    public abstract int MaximumFrame { get; }

    /// <summary>Lowest and highest address; null where scales have none.</summary>
    public virtual (int Lowest, int Highest)? Addresses => null;

    /// <summary>Whether an answer names the scale it comes from. Where it does not, a late answer could be taken for that of the next scale.</summary>
    public virtual bool AnswersNameTheScale => true;

    /// <summary>Every word that <see cref="WritePoll"/> is known to make a command of that the device understands.</summary>
    public virtual IReadOnlyList<string> KnownCommands => [];

    /// <summary>What one reading asks for, in this order: the options' words or the protocol's usual one. Empty where a scale cannot be asked.</summary>
    public IReadOnlyList<string> Commands => Options.Commands is { Count: > 0 } chosen ? chosen : UsualCommands;

    /// <summary>The commands that make a device say what it is; empty where the protocol has none.</summary>
    public virtual IReadOnlyList<string> IdentificationCommands => [];

    /// <summary>Writes what a device answers to one of <see cref="IdentificationCommands"/>, for those who play one.</summary>
    /// <returns>The length of the frame; 0 where that is not known.</returns>
    public virtual int WriteVersion(string command, string version, Span<byte> destination) => 0;

    /// <summary>What makes the scale talk on and on; null where it does so unasked.</summary>
    public string? StreamStart => (Options.StreamCommand ?? UsualStreamCommand) is { Length: > 0 } command ? command : null;

    /// <summary>What ends the stream that <see cref="StreamStart"/> began; null where nothing does.</summary>
    public virtual string? StreamStop => null;

    /// <summary>What a stream's first frame stands behind, where frames have no distinctive beginning and half a one would be taken for a whole one.</summary>
    public virtual ReadOnlyMemory<byte> Boundary => default;

    private protected virtual IReadOnlyList<string> UsualCommands => [];

    private protected virtual string? UsualStreamCommand => null;

    /// <summary>Whether bit 7 of what comes is dropped before it is read.</summary>
    private protected bool MasksParity => Options.MaskParity ?? !NeedsEightBits;

    private protected virtual bool NeedsEightBits => false;

    /// <summary>How long the device may take to begin its answer.</summary>
    public virtual TimeSpan AnswerTime(string command) => TimeSpan.FromMilliseconds(500);

    /// <summary>Writes a command to the device.</summary>
    /// <param name="command">The protocol's own word, one of <see cref="Commands"/>, <see cref="KnownCommands"/> or any other that the device knows.</param>
    /// <param name="address">Who is asked; null to name nobody.</param>
    /// <param name="destination">At least <see cref="LongestPoll"/> bytes.</param>
    /// <returns>Bytes written; 0 when the command or the address cannot be said in this protocol.</returns>
    public virtual int WritePoll(string command, int? address, Span<byte> destination) => 0;

    /// <summary>Whether a report can be the answer to this command; a late answer to another command is not.</summary>
    public virtual bool IsAnswer(string command, in WeightReport report) => true;

    /// <summary>Reads what the bytes begin with.</summary>
    /// <param name="received">What came and was not consumed yet; views nothing longer than <see cref="MaximumFrame"/>.</param>
    /// <param name="report">What the frame says; filled for <see cref="FrameResult.Report"/> and <see cref="FrameResult.Refused"/>.</param>
    /// <param name="consumed">Bytes dealt with, to be dropped by the caller; 0 only for <see cref="FrameResult.NeedMore"/>.</param>
    /// <remarks>The answer depends on the bytes alone, not on how they arrive in pieces.</remarks>
    public FrameResult TryRead(ReadOnlySpan<byte> received, out WeightReport report, out int consumed)
    {
        report = default;
        consumed = 0;
        if (received.IsEmpty) return FrameResult.NeedMore;

        Span<byte> window = stackalloc byte[LongestFrame];
        window = window[..Math.Min(received.Length, MaximumFrame)];
        received[..window.Length].CopyTo(window);
        if (MasksParity)
        {
            foreach (ref byte character in window) character &= WithoutParity;
        }

        var result = Match(window, out report, out consumed);
        if (result == FrameResult.CheckSumError) consumed = 1;
        // A frame that is not complete at its greatest length is none.
        if (result == FrameResult.NeedMore)
        {
            consumed = 0;
            if (window.Length < MaximumFrame) return result;
        }
        if (result is not (FrameResult.NeedMore or FrameResult.Garbage)) return Accept(result, ref report, consumed);

        consumed = Math.Max(consumed, 1);
        while (consumed < window.Length && Match(window[consumed..], out _, out int skip) == FrameResult.Garbage) consumed += Math.Max(skip, 1);
        report = default;
        return FrameResult.Garbage;
    }

    /// <summary>The text of an answer without its delimiters.</summary>
    public virtual string TextOf(ReadOnlySpan<byte> frame)
    {
        Span<char> text = stackalloc char[Math.Min(frame.Length, LongestFrame)];
        for (int i = 0; i < text.Length; i++) text[i] = (char)(MasksParity ? frame[i] & WithoutParity : frame[i]);
        return text.Trim("\x02\x03\r\n").ToString();
    }

    /// <summary>Writes the frame in which a device would say this, for simulation and tests.</summary>
    /// <param name="report">What the scale weighs; the frame says <see cref="WeightReport.Shown"/> where it says only one weight.</param>
    /// <param name="destination">At least <see cref="MaximumFrame"/> bytes.</param>
    /// <returns>Bytes written; 0 when the protocol cannot say it: the weight is too wide, or there is none.</returns>
    public abstract int WriteFrame(in WeightReport report, Span<byte> destination);

    /// <summary>Writes what a device would answer to a command; as <see cref="WriteFrame"/> where the command does not matter.</summary>
    public virtual int WriteAnswer(string command, in WeightReport report, Span<byte> destination) => WriteFrame(report, destination);

    /// <summary>Reads a frame that begins with the first byte.</summary>
    /// <param name="window">At least one byte, at most <see cref="MaximumFrame"/>, without parity.</param>
    /// <param name="report">What the frame says; its length and unit need not be filled in.</param>
    /// <param name="length">The frame's length; for Garbage how many bytes no frame can begin at, 0 counting as 1.</param>
    private protected abstract FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length);

    /// <summary>What lines end with, by the options.</summary>
    private protected ReadOnlySpan<byte> LineEnd => _lineEnd;

    /// <summary>Takes the line that begins with the first byte.</summary>
    /// <returns>False when its end has not come yet.</returns>
    private protected bool TryTakeLine(ReadOnlySpan<byte> window, out ReadOnlySpan<byte> line, out int length)
    {
        int end = window.IndexOf(_lineEnd);
        line = end < 0 ? default : window[..end];
        length = end < 0 ? 0 : end + _lineEnd.Length;
        return end >= 0;
    }

    private FrameResult Accept(FrameResult result, ref WeightReport report, int length)
    {
        if (result is FrameResult.Report or FrameResult.Refused) report = report with { FrameLength = length };
        if (result == FrameResult.Report && report.HasWeight && report.Unit == ScaleUnit.None) report = report with { Unit = Options.Unit };
        return result;
    }
}
