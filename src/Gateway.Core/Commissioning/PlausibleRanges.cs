namespace Gateway.Core.Commissioning;

/// <summary>What a quantity can be in water, waste and air at all, wider than any device's range: a reading outside is read wrongly.</summary>
/// <remarks>In the units the quantity is given in, the widest of them.</remarks>
internal static class PlausibleRanges
{
    private static readonly Dictionary<string, (double Low, double High)> _ranges = new()
    {
        ["turbidity"] = (0, 10_000), ["free_chlorine"] = (0, 200), ["total_chlorine"] = (0, 200), ["combined_chlorine"] = (0,
            200), ["chlorine_dioxide"] = (0, 100),
        ["ozone"] = (0, 1000), ["ph"] = (0, 14), ["orp"] = (-2000, 2000), ["conductivity"] = (0, 2_000_000), ["tds"] = (0,
            1_000_000), ["dissolved_oxygen"] = (0, 100),
        ["oxygen_saturation"] = (0, 500), ["water_temperature"] = (-10, 150), ["air_temperature"] = (-60, 100), ["storage_temperature"] = (-200, 100),
        ["temperature"] = (-200, 1000), ["dew_point"] = (-100, 100), ["relative_humidity"] = (0, 105), ["co2"] = (0,
            100_000), ["differential_pressure"] = (-100_000, 100_000),
        ["level"] = (-100, 100_000), ["pm2_5"] = (0, 10_000), ["pm10"] = (0, 10_000), ["power_factor"] = (-1, 1), ["frequency"] = (0,
            1000), ["voltage"] = (-1000, 50_000),
        ["weight"] = (-100_000, 1_000_000), ["gross_weight"] = (-100_000, 1_000_000), ["net_weight"] = (-100_000, 1_000_000), ["tare_weight"] = (0, 1_000_000),
    };

    /// <returns>Null when nothing is known of the quantity.</returns>
    public static (double Low, double High)? Of(string? quantity) => quantity is not null && _ranges.TryGetValue(quantity, out var range) ? range : null;

    /// <summary>Whether the quantity can be so; true when nothing is known of it.</summary>
    public static bool Allows(string? quantity, double value) => Of(quantity) is not { } range || (value >= range.Low && value <= range.High);
}
