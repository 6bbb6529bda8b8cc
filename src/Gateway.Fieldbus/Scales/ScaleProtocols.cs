using Gateway.Fieldbus.Scales.Protocols;

namespace Gateway.Fieldbus.Scales;

/// <summary>All protocols that are known, by name.</summary>
public static class ScaleProtocols
{
    private static readonly Dictionary<string, Func<string, ScaleOptions, ScaleProtocol>> Makers = new(StringComparer.Ordinal)
    {
        ["toledo-continuous"] = (name, options) => new ToledoContinuous(name, options, hasTare: true),
        ["toledo-continuous-short"] = (name, options) => new ToledoContinuous(name, options, hasTare: false),
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
