namespace Gateway.Fieldbus.Transports;

/// <summary>Why a transport has no way to its bus.</summary>
public enum TransportFault
{
    /// <summary>No such port, host or route.</summary>
    NotFound,

    /// <summary>The operating system refuses us (usually: not in the group dialout).</summary>
    PermissionDenied,

    /// <summary>Somebody else holds the port.</summary>
    Busy,

    /// <summary>The peer refused the connection.</summary>
    Refused,

    /// <summary>Nothing answered in time.</summary>
    TimedOut,

    /// <summary>The peer closed, or the adapter was pulled.</summary>
    PeerGone,

    /// <summary>The device cannot do what the settings ask (baud rate, parity, RS-485 mode).</summary>
    Unsupported,

    /// <summary>Anything else; the message says what.</summary>
    Other,
}
