namespace Gateway.Fieldbus.Scales;

/// <summary>Unit of mass that a scale names.</summary>
public enum ScaleUnit
{
    /// <summary>The frame names none, and no option says it.</summary>
    None,
    Milligram,
    Gram,
    Kilogram,

    /// <summary>Metric ton, 1000 kg.</summary>
    Tonne,

    /// <summary>Avoirdupois pound, 0.45359237 kg exactly.</summary>
    Pound,

    /// <summary>Avoirdupois ounce, a sixteenth of a pound.</summary>
    Ounce,

    /// <summary>2000 pounds.</summary>
    ShortTon,

    /// <summary>A unit not known here; the report keeps its text.</summary>
    Other,
}
