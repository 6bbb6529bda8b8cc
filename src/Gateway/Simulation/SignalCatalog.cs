using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>What each quantity usually reads at a healthy site.</summary>
internal static class SignalCatalog
{
    private static readonly Dictionary<string, Signal> _byQuantity = new(StringComparer.Ordinal)
    {
        ["turbidity"] = new(0.32, 0.04, 0.02, 3, Step: 1.6),
        ["free_chlorine"] = new(0.62, 0.05, 0.02, 2, Step: 0.12),
        ["total_chlorine"] = new(0.75, 0.05, 0.02, 2, Step: 0.15),
        ["ph"] = new(7.21, 0.08, 0.02, 2),
        ["orp"] = new(650, 15, 4, 0),
        ["conductivity"] = new(412, 12, 3, 1),
        ["dissolved_oxygen"] = new(8.1, 0.3, 0.05, 2),
        ["temperature"] = new(21.4, 0.8, 0.1, 1),
        ["water_temperature"] = new(17.2, 0.5, 0.05, 2),
        ["air_temperature"] = new(22.1, 0.7, 0.1, 1),
        ["humidity"] = new(48, 3, 0.5, 1),
        ["relative_humidity"] = new(48, 3, 0.5, 1),
        ["co2"] = new(620, 60, 12, 0),
        ["differential_pressure"] = new(12.4, 0.6, 0.2, 1),
        ["pressure"] = new(3.2, 0.1, 0.02, 2),
        ["flow"] = new(86, 5, 1.2, 1),
        ["volume_flow"] = new(86, 5, 1.2, 1),
        ["level"] = new(2.6, 0.2, 0.02, 2),
        ["weight"] = new(12.4, 0, 0.01, 2, Step: 3.6),
        ["gross_weight"] = new(12.4, 0, 0.01, 2, Step: 3.6),
        ["net_weight"] = new(8.4, 0, 0.01, 2, Step: 3.6),
        ["tare_weight"] = new(4, 0, 0, 2),
        ["voltage"] = new(230, 2, 0.4, 1),
        ["current"] = new(4.2, 0.6, 0.1, 2),
        ["active_power"] = new(890, 90, 12, 0),
        ["power"] = new(890, 90, 12, 0),
        ["frequency"] = new(50, 0.02, 0.01, 2),
    };

    /// <summary>The loop of a 4 to 20 mA transmitter.</summary>
    private static readonly Signal _loop = new(11.2, 0.8, 0.05, 2);

    private static readonly Signal _anything = new(10, 1, 0.2, 2);

    /// <summary>A bin of medical waste, a quarter full; kilograms.</summary>
    public static Signal Bin => _byQuantity["gross_weight"];

    /// <summary>
    /// The signal of a point: by its quantity, moved into the point's own range, and into what its registers can hold, where it would lie outside.
    /// </summary>
    public static Signal For(PointModel point)
    {
        var signal = point.Unit == "mA" ? _loop : _byQuantity.GetValueOrDefault(point.Quantity, _anything);
        var (low, high) = BoundsOf(point.Decoding);
        if (signal.Level - signal.Swing >= low && signal.Level + signal.Swing <= high) return signal;
        double width = high - low;
        return new Signal((low + high) / 2, width / 20, width / 200, signal.Decimals);
    }

    private static (double Low, double High) BoundsOf(PointDecoding decoding)
    {
        var (low, high) = decoding.Range ?? (double.NegativeInfinity, double.PositiveInfinity);
        if (decoding.Weight is not null) return (low, high);
        double most = RegisterNumber.Largest(decoding.Reference.Type);
        double least = decoding.SignFrom is not null || RegisterNumber.IsSigned(decoding.Reference.Type) ? -most : 0;
        double one = decoding.Scale.Apply(least) + decoding.Offset, other = decoding.Scale.Apply(most) + decoding.Offset;
        return (Math.Max(low, Math.Min(one, other)), Math.Min(high, Math.Max(one, other)));
    }
}
