namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>What a status message says.</summary>
internal enum GatewayState
{
    Online,

    /// <summary>The will: the connection ended without a word.</summary>
    Offline,

    /// <summary>Stopped in order.</summary>
    Closing,
}
