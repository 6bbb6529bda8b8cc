namespace Gateway.Fieldbus.Scales;

/// <summary>How a scale writes a negative weight where its protocol is described by a pattern.</summary>
public enum SignStyle
{
    /// <summary><c>-1.50</c>, <c>-0001.50</c> or <c>-   1.50</c>.</summary>
    Leading,

    /// <summary><c>1.50-</c>.</summary>
    Trailing,

    /// <summary><c>(1.50)</c>.</summary>
    Parentheses,
}
