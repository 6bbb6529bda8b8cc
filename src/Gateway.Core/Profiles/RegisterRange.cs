namespace Gateway.Core.Profiles;

/// <summary>Consecutive registers or coils of one table.</summary>
/// <param name="Address">Zero-based protocol address of the first.</param>
/// <param name="Quantity">How many; at least 1, and the last is at most 65535.</param>
public readonly record struct RegisterRange(RegisterTable Table, ushort Address, ushort Quantity)
{
    public int End => Address + Quantity;

    public bool IsBits => Table is RegisterTable.Coil or RegisterTable.DiscreteInput;

    public bool Contains(RegisterRange other) => other.Table == Table && other.Address >= Address && other.End <= End;

    public override string ToString() => RegisterText.Of(this);
}
