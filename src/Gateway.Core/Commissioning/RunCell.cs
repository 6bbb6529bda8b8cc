namespace Gateway.Core.Commissioning;

/// <summary>Some registers in one type and byte order.</summary>
/// <param name="Number">Null when they are no number.</param>
/// <param name="IsPlausible">Whether an instrument may have meant it.</param>
internal sealed record RunCell(Interpretation As, double? Number, string Text, bool IsPlausible);
