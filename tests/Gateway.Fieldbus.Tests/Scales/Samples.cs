using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>Every protocol with options that make it work, and what a device that speaks it can say.</summary>
internal static class Samples
{
    public const string Described = "delimited-text";
    public const string DescribedWithStart = "delimited-text, with a beginning";

    private const string Pattern =
        @"^(?:(?<stable>ST)|US),(?:(?<net>NT)|(?<gross>GS)),#(?<address>\d\d),(?<weight>[ 0-9.-]{9})(?<unit>kg|lb| g)(?<overload>!?)$";

    private const string Template = "{stable?ST:US},{net?NT:GS},#{address:00},{weight:9}{unit}{overload?!:}";

    public static IEnumerable<string> Names { get; } = [.. ScaleProtocols.Names, DescribedWithStart];

    private static readonly Dictionary<string, ScaleProtocol> Protocols = Names.ToDictionary(name => name, Make, StringComparer.Ordinal);

    private static readonly Dictionary<string, byte[]> Alphabets = Names.ToDictionary(
        name => name, name => Sayable(name).Sample(20).SelectMany(report => Frame(Protocols[name], report)).Distinct().ToArray(), StringComparer.Ordinal);

    public static ScaleProtocol Protocol(string name) => Protocols[name];

    private static ScaleProtocol Make(string name) => name switch
    {
        "toledo-continuous" or "toledo-continuous-short" => ScaleProtocols.Create(name, new() { CheckSum = CheckSumUse.On }),
        Described => ScaleProtocols.Create(name, new() { Pattern = Pattern, Template = Template, Poll = "#{address:00}?\r" }),
        DescribedWithStart => ScaleProtocols.Create(Described, new() { Pattern = Pattern, Template = Template, Start = "\x02", End = "\x03" }),
        _ => ScaleProtocols.Create(name, new() { Unit = ScaleUnit.Kilogram }),
    };

    public static byte[] Frame(ScaleProtocol protocol, WeightReport report)
    {
        byte[] bytes = new byte[ScaleProtocol.LongestFrame];
        int length = protocol.WriteFrame(report, bytes);
        return length > 0 ? bytes[..length] : throw new InvalidOperationException($"{protocol.Name} cannot say {Reports.Say(report)}");
    }

    public static bool HasBeginning(string name) => name is not (Described or "and-indicator");

    public static bool HasCheckSum(string name) => name.StartsWith("toledo", StringComparison.Ordinal) || name is "yaohua-a9" or "yaohua-a12e";

    /// <summary>Reports that the protocol can carry.</summary>
    public static Gen<WeightReport> Sayable(string name) =>
        from digits in Gen.Choose(-9999, 9999)
        from tare in Gen.Choose(0, 9999)
        from decimals in Gen.Choose(1, 3)
        from net in Gen.Elements(true, false)
        from stable in Gen.Elements(true, false)
        from over in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select Make(name, new(digits, decimals), new(tare, decimals), net, stable, over && TellsOverload(name));

    /// <summary>What the report becomes on its way: what the protocol does not say is lost.</summary>
    public static WeightReport AsHeard(string name, WeightReport said, int length)
    {
        bool over = said.Condition != ScaleCondition.Ok;
        var heard = said with { FrameLength = length };
        if (over) heard = heard with { Gross = null, Net = null, Tare = null, Displayed = null };
        if (over && !KeepsUnit(name)) heard = heard with { Unit = ScaleUnit.None };
        return name switch
        {
            "mt-sics" or "rice-lake-rlws" or "rice-lake-cardinal" or "dini-argeo" when over => heard with { Stable = null },
            "and-indicator" or "and-balance" or "cas-22" when over => heard with { Stable = false },
            _ => heard,
        };
    }

    /// <summary>Two digits left over from a broken frame look like the address that Dini Argeo puts before a frame.</summary>
    public static WeightReport WithoutDoubt(string name, WeightReport heard) =>
        name == "dini-argeo" && heard.Address is not null ? heard with { Address = null, FrameLength = heard.FrameLength - 2 } : heard;

    /// <summary>Any bytes, among them many that the protocol knows.</summary>
    public static Gen<byte[]> Noise(string name, int length) =>
        Gen.Frequency((1, Gen.Choose(0, 255).Select(value => (byte)value)), (4, Gen.Elements(Alphabets[name])))
        .ArrayOf(length);

    /// <summary>Bytes that cannot be mistaken for a part of a frame: those of a disturbed line.</summary>
    public static Gen<byte[]> Garbage(string name) =>
        from length in Gen.Choose(0, 40)
        from bytes in Gen.Elements<byte>(0x00, 0x01, 0x1F, 0x7E, 0x7B, (byte)'~', (byte)'x', (byte)'Y', (byte)'%').ArrayOf(length)
        select name == Described ? [.. bytes, (byte)'\r', (byte)'\n'] : bytes;

    /// <summary>Frames, broken frames and noise, as a bad line brings them.</summary>
    public static Gen<byte[]> Line(string name) =>
        Gen.Frequency(
            (3, Sayable(name).Select(report => Frame(Protocol(name), report))),
            (1, Sayable(name).SelectMany(report => Gen.Choose(0, 20).Select(cut => Frame(Protocol(name), report).Skip(cut).ToArray()))),
            (1, Sayable(name).SelectMany(report => Gen.Choose(0, 20).Select(cut => Frame(Protocol(name), report).SkipLast(cut).ToArray()))),
            (1, Noise(name, 12)))
        .ArrayOf(8).Select(parts => parts.SelectMany(part => part).ToArray());

    private static bool TellsOverload(string name) =>
        name is not ("yaohua-a9" or "yaohua-a9-command" or "keli-command" or "cas-10" or "rice-lake-weigh-tronix" or "rice-lake-addressed" or "liden");

    private static bool KeepsUnit(string name) => name is "toledo-continuous" or "toledo-continuous-short";

    private static WeightReport Make(string name, Weight weight, Weight tare, bool net, bool stable, bool over)
    {
        var overCondition = name is "toledo-continuous" or "toledo-continuous-short" or "and-indicator" or "rice-lake-rlws" or "rice-lake-cardinal"
            ? ScaleCondition.OutOfRange
            : ScaleCondition.OverRange;
        bool onlyDisplayed = name is "mt-sics" or "yaohua-a9" or "and-balance" or "cas-10" or "rice-lake-addressed";
        bool hasStability = name is "toledo-continuous" or "toledo-continuous-short" or "mt-sics" or "and-indicator" or "and-balance" or "cas-22"
            or "dini-argeo" or "rice-lake-rlws" or "rice-lake-cardinal" or "sma" or Described or DescribedWithStart;
        return new()
        {
            Gross = !onlyDisplayed && !net ? weight : null,
            Net = !onlyDisplayed && net ? weight : null,
            Displayed = onlyDisplayed ? weight : null,
            Tare = name == "toledo-continuous" ? tare : null,
            Unit = ScaleUnit.Kilogram,
            Stable = hasStability ? stable : null,
            Condition = over ? overCondition : ScaleCondition.Ok,
            CentreOfZero = name is "cas-22" or "sma" ? weight.Digits == 0 : null,
            Address = name switch
            {
                "yaohua-a9-command" or "keli-command" or "cas-22" or Described or DescribedWithStart => 7,
                "rice-lake-addressed" => 'A',
                _ => null,
            },
        };
    }
}
