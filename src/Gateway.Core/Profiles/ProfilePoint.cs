using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>A point of a device model, before a site gives it a device and a number.</summary>
public sealed record ProfilePoint
{
    /// <summary>The key in the profile, or the quantity of a channel.</summary>
    public required string Name { get; init; }

    public required LocalizedText Label { get; init; }

    public required string Quantity { get; init; }

    /// <summary>UCUM code; empty for words and states.</summary>
    public required string Unit { get; init; }

    public required TimeSpan Every { get; init; }

    public required TimeSpan StaleAfter { get; init; }

    public required PointDecoding Decoding { get; init; }

    /// <summary>What a setting of the device leaves open of the unit; null when nothing.</summary>
    public UnitSetting? UnitSetting { get; init; }

    /// <summary>Whether the value is a number, so that a limit can be set on it.</summary>
    public bool IsNumber => !Decoding.IsBoolean && Decoding.Meanings is null && !Decoding.IsText;
}
