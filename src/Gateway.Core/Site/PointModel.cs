using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>What is measured at one place of one device.</summary>
public sealed record PointModel
{
    public required int Number { get; init; }

    /// <summary><c>device/point</c>: what feeds, commands and pages call it.</summary>
    public required string Id { get; init; }

    /// <summary>The part after the slash: the key in the profile.</summary>
    public required string Name { get; init; }

    public required int Device { get; init; }

    public required LocalizedText Label { get; init; }

    /// <summary>What kind of thing it is: <c>ph</c>, <c>turbidity</c>, <c>free_chlorine</c>, <c>weight</c>; limit packs choose by it.</summary>
    public required string Quantity { get; init; }

    /// <summary>UCUM code, case-sensitive (<c>mg/L</c>, <c>Cel</c>, <c>[pH]</c>, <c>{NTU}</c>); empty for words and states.</summary>
    public required string Unit { get; init; }

    /// <summary>How often it is read; zero means as often as the bus allows.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>A reading older than this is stale. At least three periods, and longer for an analyser that measures in batches.</summary>
    public required TimeSpan StaleAfter { get; init; }

    public required PointDecoding Decoding { get; init; }

    /// <summary>What a setting of the device leaves open of the unit, said by the site or not; null when nothing.</summary>
    public UnitSetting? UnitSetting { get; init; }
}
