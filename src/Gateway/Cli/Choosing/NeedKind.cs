namespace Gateway.Cli.Choosing;

/// <summary>What a profile can leave open.</summary>
internal enum NeedKind
{
    /// <summary>Which of several forms of the device it is.</summary>
    Variant,

    /// <summary>The order of the bytes of long values.</summary>
    ByteOrder,

    /// <summary>What the slots measure.</summary>
    Channels,

    /// <summary>The unit that the device is set to.</summary>
    Unit,

    /// <summary>Whether it may be started by writing.</summary>
    Init,
}
