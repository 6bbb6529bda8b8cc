using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Commissioning;

/// <summary>How long a scan waits for an answer, once the request is on the line.</summary>
/// <param name="Usual">Where devices usually are.</param>
/// <param name="Hurried">Where there are thousands of places to look at.</param>
/// <param name="Late">Where something was heard, and somebody slow may be there.</param>
internal sealed record ScanPatience(TimeSpan Usual, TimeSpan Hurried, TimeSpan Late)
{
    /// <summary>The shortest data answer: unit, function, count, one register, check sum.</summary>
    private const int AnswerCharacters = 7;

    private const int RequestCharacters = 8;

    /// <summary>Most sensors answer within 40 ms, nearly all within 120 ms.</summary>
    public static ScanPatience OnALine { get; } = new(TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(500));

    /// <summary>A gateway has a line behind it.</summary>
    public static ScanPatience OnANetwork { get; } = Always(TimeSpan.FromMilliseconds(300));

    /// <summary>As a person has said, everywhere.</summary>
    public static ScanPatience Always(TimeSpan span) => new(span, span, span);

    /// <param name="serial">Null on a network.</param>
    public TimeSpan For(ScanPass pass, SerialSettings? serial) => WithAnswer(pass.IsHurried ? Hurried : Usual, serial);

    /// <summary>For who is asked again.</summary>
    public TimeSpan ForLate(SerialSettings? serial) => WithAnswer(Late, serial);

    /// <summary>How many probes back the one may be whose answer is heard only now.</summary>
    public int Reach(ScanPass pass) => (int)Math.Ceiling(Late / (pass.IsHurried ? Hurried : Usual));

    /// <summary>How long the probes of a pass take when nobody answers.</summary>
    public TimeSpan Estimate(ScanPass pass)
    {
        if (pass.Settings.Count == 0) return ((pass.Units.Count - 1) * Usual) + Late;
        var perUnit = pass.Settings.Aggregate(TimeSpan.Zero,
            (sum, serial) => sum + For(pass, serial) + serial.TimeOf(RequestCharacters) + serial.SilentInterval);
        // The last one at each setting waits for whoever is slow.
        return (perUnit * pass.Units.Count) + (pass.Settings.Count * (Late - (pass.IsHurried ? Hurried : Usual)));
    }

    private static TimeSpan WithAnswer(TimeSpan span, SerialSettings? serial) => span + (serial?.TimeOf(AnswerCharacters) ?? TimeSpan.Zero);
}
