namespace Gateway.Core.Profiles;

/// <summary>How far a register lies from slot to slot of a channel template that does not move with the slot's own value.</summary>
/// <param name="Registers">One number for all steps, 0 for a register that all slots share; or each step by itself, where they are not alike.</param>
public sealed record SlotSteps(IReadOnlyList<int> Registers)
{
    /// <summary>How many registers behind the first slot's it is.</summary>
    /// <param name="place">Place of the slot, the first being 0.</param>
    public int To(int place) => Registers.Count == 1 ? place * Registers[0] : Registers.Take(place).Sum();

    /// <summary>Whether every slot has a place.</summary>
    public bool Covers(int slots) => Registers.Count == 1 || Registers.Count == slots - 1;
}
