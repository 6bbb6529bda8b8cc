namespace Gateway.Fieldbus.Scales;

/// <summary>One thing that is wrong with a protocol's options.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Option">The name of the property of <see cref="ScaleOptions"/>; <c>Name</c> for the protocol's own name.</param>
/// <param name="Detail">The value, the allowed range or the parser's words, for a person.</param>
public readonly record struct ScaleOptionFault(ScaleOptionFaultKind Kind, string Option, string Detail);
