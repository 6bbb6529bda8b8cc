using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Who speaks: what a gateway says about itself in status and birth and what does not change while the process runs.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="Name">Name of the site.</param>
/// <param name="TimeZone">IANA zone of the site.</param>
/// <param name="Configuration">SHA-256 of the configuration in hex.</param>
/// <param name="Software">Version of the program.</param>
/// <param name="Boot">Process start, counted from 1.</param>
public sealed record GatewayIdentity(
    string Id, LocalizedText Name, string TimeZone, string Configuration, string Software, int Boot);
