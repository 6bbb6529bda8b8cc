namespace Gateway.Fieldbus.Serial;

/// <summary>The parity bit of a character.</summary>
public enum SerialParity
{
    /// <summary>No parity bit.</summary>
    None,

    Even,

    Odd,

    /// <summary>Always 1; stands in for a second stop bit on old devices.</summary>
    Mark,

    /// <summary>Always 0.</summary>
    Space,
}
