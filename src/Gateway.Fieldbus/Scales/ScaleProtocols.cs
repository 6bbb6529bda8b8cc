using Gateway.Fieldbus.Scales.Protocols;

namespace Gateway.Fieldbus.Scales;

/// <summary>All protocols that are known, by name.</summary>
public static class ScaleProtocols
{
    /// <summary>The protocol whose frames the options describe.</summary>
    public const string Described = "delimited-text";

    private static readonly Dictionary<string, Func<string, ScaleOptions, ScaleProtocol>> Makers = new(StringComparer.Ordinal)
    {
        ["and-balance"] = (name, options) => new AndBalance(name, options),
        ["and-indicator"] = (name, options) => new AndIndicator(name, options),
        ["cas-10"] = (name, options) => new Cas10(name, options),
        ["cas-22"] = (name, options) => new Cas22(name, options),
        [Described] = (name, options) => new DelimitedText(name, options),
        ["dini-argeo"] = (name, options) => new DiniArgeo(name, options),
        ["keli-command"] = (name, options) => new YaohuaCommand(name, options, pointInText: true),
        ["liden"] = (name, options) => new Liden(name, options),
        ["mt-sics"] = (name, options) => new MtSics(name, options),
        ["rice-lake-addressed"] = (name, options) => new RiceLakeAddressed(name, options),
        ["rice-lake-cardinal"] = (name, options) => new RiceLakeCardinal(name, options),
        ["rice-lake-rlws"] = (name, options) => new RiceLakeRlws(name, options),
        ["rice-lake-weigh-tronix"] = (name, options) => new RiceLakeWeighTronix(name, options),
        ["sma"] = (name, options) => new Sma(name, options),
        ["toledo-continuous"] = (name, options) => new ToledoContinuous(name, options, hasTare: true),
        ["toledo-continuous-short"] = (name, options) => new ToledoContinuous(name, options, hasTare: false),
        ["yaohua-a12e"] = (name, options) => new YaohuaA12E(name, options),
        ["yaohua-a9"] = (name, options) => new YaohuaA9(name, options),
        ["yaohua-a9-command"] = (name, options) => new YaohuaCommand(name, options, pointInText: false),
    };

    /// <summary>The names of all protocols, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Everything that keeps a protocol from working with these options; empty when it does.</summary>
    public static IReadOnlyList<ScaleOptionFault> Check(string name, ScaleOptions options)
    {
        if (!Makers.TryGetValue(name, out var make)) return [new(ScaleOptionFaultKind.UnknownProtocol, "Name", name)];
        List<ScaleOptionFault> faults = [];
        if (options.Decimals is < 0 or > 9) faults.Add(new(ScaleOptionFaultKind.OutOfRange, nameof(options.Decimals), "0 to 9"));
        if (options.End is not { Length: >= 1 and <= 4 }) faults.Add(new(ScaleOptionFaultKind.OutOfRange, nameof(options.End), "1 to 4 bytes"));
        if (name == Described) faults.AddRange(DelimitedText.Check(options));
        else if (options.Pattern is not null) faults.Add(new(ScaleOptionFaultKind.NotOfThisProtocol, nameof(options.Pattern), options.Pattern));
        if (faults.Count == 0 && AddressFault(make(name, options), options.Address) is { } fault) faults.Add(fault);
        return faults;
    }

    /// <summary>Makes a protocol.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> has something against it.</exception>
    public static ScaleProtocol Create(string name, ScaleOptions options)
    {
        if (Check(name, options) is [var fault, ..]) throw new ArgumentException($"{fault.Option}: {fault.Kind} ({fault.Detail})", nameof(options));
        return Makers[name](name, options);
    }

    private static ScaleOptionFault? AddressFault(ScaleProtocol protocol, int? address) => (protocol.Addresses, address) switch
    {
        (_, null) => null,
        (null, _) => new(ScaleOptionFaultKind.NotOfThisProtocol, nameof(ScaleOptions.Address), $"{address}"),
        ({ } range, { } asked) when asked < range.Lowest || asked > range.Highest =>
            new(ScaleOptionFaultKind.OutOfRange, nameof(ScaleOptions.Address), $"{range.Lowest} to {range.Highest}"),
        _ => null,
    };
}
