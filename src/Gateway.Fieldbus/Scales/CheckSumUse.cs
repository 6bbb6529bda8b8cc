namespace Gateway.Fieldbus.Scales;

/// <summary>Whether frames carry a check sum, and whether it counts.</summary>
public enum CheckSumUse
{
    /// <summary>As the protocol prescribes. Where it leaves the choice to a menu, frames with and without one are taken, and it is not verified.</summary>
    Auto,

    /// <summary>Frames carry one, and only those are believed whose check sum is right.</summary>
    On,

    /// <summary>Frames carry none, or it does not count where the protocol has a fixed place for it.</summary>
    Off,
}
