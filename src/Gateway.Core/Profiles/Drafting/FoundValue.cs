namespace Gateway.Core.Profiles.Drafting;

/// <summary>A value that was located in a device's registers and confirmed against its display.</summary>
/// <param name="Reference">Where it is and how it is read.</param>
/// <param name="Scale">value = number * scale.</param>
/// <param name="Quantity">As the person called it; empty when not said.</param>
/// <param name="Unit">UCUM code; empty when not said.</param>
/// <param name="Readings">The registers of each reading, words in hexadecimal with blanks between; at least one.</param>
public sealed record FoundValue(RegisterReference Reference, decimal Scale, string Quantity, string Unit, IReadOnlyList<string> Readings)
{
    /// <summary>False when a person has accepted it although the display showed one value only.</summary>
    public bool IsConfirmed { get; init; } = true;
}
