namespace Gateway.Core.Receiving;

/// <summary>What a receiver asks gateways to send again. In lower case it is the word on the command line.</summary>
internal enum BackfillScope
{
    /// <summary>Nothing; no command is sent.</summary>
    None,

    /// <summary>What is missing since the manifest within which the first message came.</summary>
    Holes,

    /// <summary>Everything that the gateway still has.</summary>
    All,
}
