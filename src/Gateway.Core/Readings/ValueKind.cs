namespace Gateway.Core.Readings;

/// <summary>What a reading's value is.</summary>
public enum ValueKind : byte
{
    /// <summary>No value; the quality says why.</summary>
    None = 0,
    Number = 1,
    Boolean = 2,
    Text = 3,
}
