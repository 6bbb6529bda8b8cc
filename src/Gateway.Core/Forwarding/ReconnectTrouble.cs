namespace Gateway.Core.Forwarding;

/// <summary>Why a feed is not connected, as far as it decides how to go on.</summary>
public enum ReconnectTrouble
{
    /// <summary>It may be over soon: the broker is away, busy, or broke the protocol.</summary>
    Passing,

    /// <summary>Somebody has to change something: credentials, rights, protocol version.</summary>
    NeedsPerson,

    /// <summary>Another client connected with our client identifier.</summary>
    TakenOver,
}
