namespace Gateway.Core.Acquisition;

/// <summary>Whether there is a way to a bus.</summary>
internal enum BusState
{
    /// <summary>Nothing was asked yet.</summary>
    Starting,
    Open,

    /// <summary>The port is gone, or the connection is refused or lost.</summary>
    Lost,

    /// <summary>Given away for a while: its owner has let go of it.</summary>
    Lent,
}
