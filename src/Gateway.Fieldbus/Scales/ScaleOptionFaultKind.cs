namespace Gateway.Fieldbus.Scales;

/// <summary>Why a protocol cannot work with its options.</summary>
public enum ScaleOptionFaultKind
{
    /// <summary>There is no such protocol.</summary>
    UnknownProtocol,

    /// <summary>A number is outside of its range, or a text too short or too long.</summary>
    OutOfRange,

    /// <summary>The protocol has no such thing: an address where scales have none, a pattern where frames are fixed.</summary>
    NotOfThisProtocol,

    /// <summary>The described protocol has no pattern.</summary>
    PatternMissing,

    /// <summary>The pattern is no regular expression, or needs backtracking.</summary>
    PatternInvalid,

    /// <summary>A group of the pattern has a name that means nothing here.</summary>
    PatternGroupUnknown,

    /// <summary>The pattern has no group that holds a weight.</summary>
    PatternWithoutWeight,
}
