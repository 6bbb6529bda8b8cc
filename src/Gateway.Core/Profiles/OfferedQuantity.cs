using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Something that a channel's slots can measure.</summary>
/// <param name="Scale">Overrides the channel's own scale; null when it does not.</param>
/// <param name="UnitFrom">The units in which the first slot's number may be, by the code in their register; null when the unit is fixed.</param>
public sealed record OfferedQuantity(
    string Quantity, LocalizedText Label, string Unit, (double Low, double High)? Range, DecimalFactor? Scale, ScaleChoice? UnitFrom = null)
{
    /// <summary>What a setting of the device leaves open of the first slot's unit; null when nothing.</summary>
    public UnitSetting? UnitSetting { get; init; }

    /// <summary>Status words of the first slot that hold for this quantity only.</summary>
    public IReadOnlyList<StatusWord> StatusWords { get; init; } = [];

    /// <summary>Everything that the first slot is read from because it measures this.</summary>
    internal IEnumerable<RegisterReference> References() => new[] { UnitFrom?.Reference }.OfType<RegisterReference>()
        .Concat(UnitSetting?.Codes ?? [])
        .Concat(StatusWords.Select(word => word.Reference));

    /// <summary>The same with every reference changed.</summary>
    internal OfferedQuantity With(Func<RegisterReference, RegisterReference> change) => this with
    {
        UnitFrom = UnitFrom is { } coded ? coded with { Reference = change(coded.Reference) } : null,
        UnitSetting = UnitSetting?.With(change),
        StatusWords = [.. StatusWords.Select(word => word with { Reference = change(word.Reference) })],
    };
}
