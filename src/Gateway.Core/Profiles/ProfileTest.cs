namespace Gateway.Core.Profiles;

/// <summary>An example from a manual or a real reading: what the device answers, and what its points must then be.</summary>
/// <param name="Number">Place in the file, from 1.</param>
/// <param name="Name">What it shows; may be empty.</param>
/// <param name="Registers">What the device answers. A coil or discrete input is a word that is 0 or 1.</param>
/// <param name="Order">The byte order that the device is set to in this test; null for the profile's own.</param>
public sealed record ProfileTest(
    int Number, string Name, IReadOnlyList<SlotChoice> Slots, IReadOnlyList<TestRegisters> Registers, IReadOnlyList<TestExpectation> Expectations,
    ByteOrder? Order = null)
{
    /// <summary>What is said in this test of units that are settings of the device.</summary>
    public IReadOnlyList<UnitStatement> Units { get; init; } = [];

    /// <summary>What a scale sends; null in the test of a Modbus device.</summary>
    public TestFrames? Frames { get; init; }
}
