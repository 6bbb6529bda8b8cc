using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Commissioning;

/// <summary>
/// In which order a scan looks for devices: where most are first, and in the end everywhere, but only as far as it can still find something. Each pass holds
/// fewer
/// devices for the time it takes than the one before, so that the usual device is found within seconds and any other within minutes.
/// </summary>
internal static class ScanPlan
{
    /// <summary>Addresses that devices are shipped with and people give.</summary>
    public const byte LastUsualUnit = 16;

    /// <summary>Serial Line V1.02, 2.2: 248 to 255 are reserved.</summary>
    public const byte LastUnit = 247;

    /// <summary>What RTU devices are shipped with; Serial Line V1.02 wants 19200-8E1, most makers took 9600-8N1.</summary>
    public static IReadOnlyList<SerialSettings> Usual { get; } = [new(9600), new(9600, 8, SerialParity.Even), new(19200), new(19200, 8, SerialParity.Even)];

    /// <summary>Everything else that is met. Two stop bits are not among them: who listens for one hears them as a pause, and who sends one is
    /// understood.</summary>
    public static IReadOnlyList<SerialSettings> Rest { get; } =
    [
        new(4800), new(2400), new(38400), new(57600), new(115200), new(9600, 8, SerialParity.Odd),
        new(4800, 8, SerialParity.Even), new(38400, 8, SerialParity.Even), new(57600, 8, SerialParity.Even), new(115200, 8, SerialParity.Even),
        new(19200, 8, SerialParity.Odd), new(2400, 8, SerialParity.Even), new(1200),
    ];

    /// <summary>ASCII frames have seven data bits (Serial Line V1.02, 2.5.2).</summary>
    public static IReadOnlyList<SerialSettings> UsualOfAscii { get; } =
        [new(9600, 7, SerialParity.Even), new(19200, 7, SerialParity.Even), new(9600), new(9600, 7, SerialParity.None, 2)];

    public static IReadOnlyList<SerialSettings> RestOfAscii { get; } =
    [
        new(4800, 7, SerialParity.Even), new(9600, 7, SerialParity.Odd), new(19200), new(2400, 7, SerialParity.Even), new(38400, 7, SerialParity.Even),
        new(115200, 7, SerialParity.Even), new(4800), new(38400), new(115200), new(1200, 7, SerialParity.Even),
    ];

    /// <param name="isSerial">Whether there are line settings at all.</param>
    /// <param name="asked">The only settings to try; null for all.</param>
    /// <param name="units">The only addresses to try; null for all.</param>
    /// <param name="isAscii">Whether ASCII frames are spoken.</param>
    public static IReadOnlyList<ScanPass> Of(bool isSerial, SerialSettings? asked, IReadOnlyList<byte>? units, bool isAscii = false)
    {
        if (!isSerial) return OnANetwork(units);
        if (asked is not null) return At(asked, units);
        var (usual, rest) = isAscii ? (UsualOfAscii, RestOfAscii) : (Usual, Rest);
        if (units is not null) return [new(UsualSettings, usual, units), new(OtherSettings, rest, units) { IsLastResort = true }];
        return
        [
            new(UsualAddressesToo(UsualSettings), usual, Range(1, LastUsualUnit)),
            new(OtherAddresses, [usual[0]], Range(LastUsualUnit + 1, LastUnit)),
            new(UsualAddressesToo(OtherSettings), rest, Range(1, LastUsualUnit)) { IsLastResort = true },
            new(Everything, [.. usual.Skip(1), .. rest], Range(LastUsualUnit + 1, LastUnit)) { IsLastResort = true, IsHurried = true },
        ];
    }

    /// <summary>The same on a pseudo-terminal, which has a speed and no parity: each speed once for an address.</summary>
    public static IReadOnlyList<ScanPass> BySpeed(IReadOnlyList<ScanPass> plan)
    {
        HashSet<(int Speed, byte First)> asked = [];
        return
        [
            .. plan
                .Select(pass => pass with { Settings = [.. pass.Settings.Where(serial => asked.Add((serial.BaudRate, pass.Units[0])))] })
                .Where(pass => pass.Settings.Count > 0),
        ];
    }

    /// <summary>What is left of a pass, knowing what was found in those before.</summary>
    /// <param name="found">Settings at which somebody answered, in the order found.</param>
    /// <returns>Null when it cannot find anything more: a bus works at one setting only.</returns>
    public static ScanPass? Next(ScanPass planned, IReadOnlyList<SerialSettings> found)
    {
        if (planned.Settings.Count == 0 || found.Count == 0) return planned;
        if (!planned.IsLastResort) return planned with { Settings = [.. found.Distinct()] };
        SerialSettings[] left = [.. planned.Settings.Where(found.Contains)];
        return left.Length == 0 ? null : planned with { Settings = left, IsHurried = false };
    }

    /// <summary>What is left of a pass that is under way: as long a probe as until now, once enough were made to tell.</summary>
    public static TimeSpan Left(TimeSpan estimate, int made, int all, TimeSpan elapsed)
    {
        const int Enough = 4;
        return made < Enough ? estimate * ((double)(all - made) / all) : elapsed * ((double)(all - made) / made);
    }

    private static readonly Wording AskedFor = ("as asked", "按指定");
    private static readonly Wording UsualSettings = ("usual settings", "常用参数");
    private static readonly Wording OtherSettings = ("other settings", "其他参数");
    private static readonly Wording UsualAddresses = ($"addresses 1-{LastUsualUnit}", $"地址 1-{LastUsualUnit}");
    private static readonly Wording OtherAddresses = ($"addresses {LastUsualUnit + 1}-{LastUnit}", $"地址 {LastUsualUnit + 1}-{LastUnit}");
    private static readonly Wording Everything = ($"all settings, addresses {LastUsualUnit + 1}-{LastUnit}", $"全部参数，地址 {LastUsualUnit + 1}-{LastUnit}");

    private static IReadOnlyList<ScanPass> OnANetwork(IReadOnlyList<byte>? units) => units is not null
        ? [new(AskedFor, [], units)]
        : [new(UsualAddresses, [], [.. Range(1, LastUsualUnit), 255]), new(OtherAddresses, [], Range(LastUsualUnit + 1, LastUnit))];

    private static IReadOnlyList<ScanPass> At(SerialSettings asked, IReadOnlyList<byte>? units) => units is not null
        ? [new(AskedFor, [asked], units)]
        : [new(UsualAddresses, [asked], Range(1, LastUsualUnit)), new(OtherAddresses, [asked], Range(LastUsualUnit + 1, LastUnit))];

    private static Wording UsualAddressesToo(Wording settings) =>
        ($"{settings.English}, {UsualAddresses.English}", $"{settings.Chinese}，{UsualAddresses.Chinese}");

    private static IReadOnlyList<byte> Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(unit => (byte)unit)];
}
