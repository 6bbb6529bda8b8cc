namespace Gateway.Core.Profiles;

/// <summary>A number that tells the device apart from others; read before polling begins and after each reconnect.</summary>
/// <param name="Expected">The number that must be read.</param>
public sealed record IdentityCheck(RegisterReference Reference, double Expected);
