namespace Gateway.Fieldbus.Scales;

/// <summary>How a scale can be brought to talk.</summary>
[Flags]
public enum ScaleModes
{
    None = 0,

    /// <summary>It talks unasked, or on and on once asked.</summary>
    Streaming = 1,

    /// <summary>It answers a command.</summary>
    Polled = 2,

    /// <summary>It answers a command that names it, so that several share one bus.</summary>
    Addressed = 4,
}
