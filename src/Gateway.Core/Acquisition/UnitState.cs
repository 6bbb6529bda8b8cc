namespace Gateway.Core.Acquisition;

/// <summary>What is known of a unit.</summary>
internal enum UnitState
{
    /// <summary>Nothing was asked yet.</summary>
    Starting,
    Answering,

    /// <summary>It did not answer when it was last asked, and is asked again only now and then.</summary>
    Silent,
}
