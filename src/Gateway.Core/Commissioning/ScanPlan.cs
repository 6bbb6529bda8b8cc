using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Commissioning;

/// <summary>In which order a scan looks for devices: where most are first, and the rest only as far as it can still find something.</summary>
internal static class ScanPlan
{
    /// <summary>Addresses that devices are shipped with and people give.</summary>
    public const byte LastUsualUnit = 16;

    /// <summary>Serial Line V1.02, 2.2: 248 to 255 are reserved.</summary>
    public const byte LastUnit = 247;

    /// <summary>What devices are shipped with; Serial Line V1.02 wants 19200-8E1, most makers took 9600-8N1.</summary>
    public static IReadOnlyList<SerialSettings> Usual { get; } = [new(9600), new(9600, 8, SerialParity.Even), new(19200), new(19200, 8, SerialParity.Even)];

    /// <summary>Everything else that is met.</summary>
    public static IReadOnlyList<SerialSettings> Rest { get; } =
    [
        new(4800), new(2400), new(38400), new(57600), new(115200), new(9600, 8, SerialParity.Odd), new(9600, 8, SerialParity.None, 2), new(4800, 8,
            SerialParity.Even),
        new(38400, 8, SerialParity.Even), new(115200, 8, SerialParity.Even), new(19200, 8, SerialParity.Odd), new(1200),
    ];

    /// <param name="isSerial">Whether there are line settings at all.</param>
    /// <param name="asked">The only settings to try; null for all.</param>
    /// <param name="units">The only addresses to try; null for all.</param>
    public static IReadOnlyList<ScanPass> Of(bool isSerial, SerialSettings? asked, IReadOnlyList<byte>? units)
    {
        var usual = isSerial ? asked is null ? Usual : [asked] : [];
        if (units is not null)
        {
            return isSerial && asked is null
                ? [new ScanPass(UsualSettings, usual, units), new ScanPass(OtherSettings, Rest, units)]
                : [new ScanPass(AskedFor, usual, units)];
        }
        List<ScanPass> passes =
        [
            new(asked is null && isSerial ? UsualSettings : ($"addresses 1-{LastUsualUnit}", $"地址 1-{LastUsualUnit}"), usual,
                isSerial ? Range(1, LastUsualUnit) : [.. Range(1, LastUsualUnit), 255]),
            new(OtherAddresses, usual.Take(1).ToList(), Range(LastUsualUnit + 1, LastUnit)),
        ];
        if (isSerial && asked is null) passes.Add(new(OtherSettings, Rest, Range(1, LastUsualUnit)));
        return passes;
    }

    /// <summary>The same on a pseudo-terminal, which has a speed and no parity: each speed once.</summary>
    public static IReadOnlyList<ScanPass> BySpeed(IReadOnlyList<ScanPass> plan)
    {
        HashSet<int> asked = [];
        return
        [
            .. plan
                .Select(pass => pass.Name == OtherAddresses ? pass : pass with { Settings = [.. pass.Settings.Where(serial => asked.Add(serial.BaudRate))] })
                .Where(pass => pass.Settings.Count > 0),
        ];
    }

    /// <summary>What is left of a pass, knowing what was found in those before.</summary>
    /// <param name="found">Settings at which somebody answered, in the order found.</param>
    /// <returns>Null when it cannot find anything more: a bus works at one setting only.</returns>
    public static ScanPass? Next(ScanPass planned, IReadOnlyList<SerialSettings> found)
    {
        if (planned.Settings.Count == 0 || found.Count == 0) return planned;
        if (planned.Name == OtherSettings) return null;
        return planned with { Settings = [.. found.Distinct()] };
    }

    /// <summary>How long the probes of a pass take when nobody answers.</summary>
    /// <param name="timeout">For an answer, once the request is on the line.</param>
    /// <param name="quiet">The silence kept after a failure.</param>
    public static TimeSpan Estimate(ScanPass pass, TimeSpan timeout, TimeSpan quiet)
    {
        const int RequestCharacters = 8;
        if (pass.Settings.Count == 0) return pass.Units.Count * timeout;
        var perUnit = pass.Settings.Aggregate(TimeSpan.Zero, (sum, serial) => sum + timeout + quiet + serial.TimeOf(RequestCharacters));
        return perUnit * pass.Units.Count;
    }

    /// <summary>What is left of a pass that is under way: as long a probe as until now, once enough were made to tell.</summary>
    public static TimeSpan Left(TimeSpan estimate, int made, int all, TimeSpan elapsed)
    {
        const int Enough = 4;
        return made < Enough ? estimate * ((double)(all - made) / all) : elapsed * ((double)(all - made) / made);
    }

    private static readonly Wording AskedFor = ("as asked", "按指定");
    private static readonly Wording UsualSettings = ($"usual settings, addresses 1-{LastUsualUnit}", $"常用参数，地址 1-{LastUsualUnit}");
    private static readonly Wording OtherAddresses = ($"addresses {LastUsualUnit + 1}-{LastUnit}", $"地址 {LastUsualUnit + 1}-{LastUnit}");
    private static readonly Wording OtherSettings = ("other settings", "其他参数");

    private static IReadOnlyList<byte> Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(unit => (byte)unit)];
}
