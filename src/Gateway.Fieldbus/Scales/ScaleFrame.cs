namespace Gateway.Fieldbus.Scales;

/// <summary>A frame that was heard, and what it says.</summary>
/// <param name="Result">Report, Refused or Answer.</param>
/// <param name="Report">What the scale weighs, or its error code; empty for an Answer.</param>
/// <param name="Bytes">As they stood on the line, delimiters included.</param>
public sealed record ScaleFrame(FrameResult Result, WeightReport Report, ReadOnlyMemory<byte> Bytes);
