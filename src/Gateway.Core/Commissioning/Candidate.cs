using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>A place and a way of reading it that may be what the display shows.</summary>
/// <param name="Address">Zero-based protocol address of its first register.</param>
/// <param name="Exponent">The power of ten that the number is multiplied with, -3 to 3.</param>
/// <param name="Samples">What was read of it, oldest first; at least one.</param>
internal sealed record Candidate(RegisterTable Table, int Address, Interpretation As, int Exponent, IReadOnlyList<CandidateSample> Samples)
{
    public RegisterRange Range => new(Table, (ushort)Address, (ushort)As.Registers);

    public CandidateSample Last => Samples[^1];

    /// <summary>Lower is likelier; 0 is equal to what is seen, in the plainest form there is.</summary>
    public double Doubt { get; init; }

    /// <summary>Whether a display would show its last reading so.</summary>
    public bool IsEqual { get; init; }

    /// <summary>Why it stands where it stands, the weightiest first.</summary>
    public IReadOnlyList<Evidence> Why { get; init; } = [];

    /// <summary>Whether the number's most significant register is this one: the one that two readings of neighbouring registers can share.</summary>
    public int HighRegister => As.Order is ByteOrder.CDAB or ByteOrder.DCBA ? Address + As.Registers - 1 : Address;
}
