namespace Gateway.Core.Profiles;

/// <summary>A number that says whether the device has a new measurement; read before each poll.</summary>
/// <param name="Expected">The number that means yes.</param>
public sealed record ReadyCheck(RegisterReference Reference, double Expected);
