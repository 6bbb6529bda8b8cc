namespace Gateway.Fieldbus.Scales;

/// <summary>What a scale answered to a command in its own words, or why there is nothing.</summary>
/// <param name="Outcome">Ok, or why there is no text.</param>
/// <param name="Text">The frame without its delimiters; empty unless Ok or Refused.</param>
/// <param name="Detail">For a person: what was wrong; null when Ok.</param>
public readonly record struct ScaleText(ScaleOutcome Outcome, string Text, string? Detail);
