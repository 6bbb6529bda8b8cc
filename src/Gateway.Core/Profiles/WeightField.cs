namespace Gateway.Core.Profiles;

/// <summary>Which part of a scale's report a point shows.</summary>
public enum WeightField
{
    /// <summary>The weight that the display shows, whatever it is.</summary>
    Displayed,
    Gross,
    Net,
    Tare,

    /// <summary>True while the weight does not move: the frame's own word, or the profile's rule.</summary>
    Stable,

    /// <summary>True while the load is above what the scale can weigh.</summary>
    Overload,

    /// <summary>True while the weight is below what the scale can show.</summary>
    Underload,

    /// <summary>True at the centre of zero.</summary>
    Zero,

    /// <summary>True while the display shows the net weight.</summary>
    NetShown,

    /// <summary>The unit that the frame names, as text.</summary>
    Unit,
}
