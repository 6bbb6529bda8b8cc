namespace Gateway.Core.Acquisition.Lending;

/// <summary>Why a lease is over.</summary>
internal enum LeaseEnd
{
    /// <summary>Given back, or whoever had it is gone.</summary>
    Returned,

    /// <summary>Not renewed in its time.</summary>
    Expired,

    /// <summary>The gateway is stopping.</summary>
    Stopped,
}
