namespace Gateway.Core.Profiles;

/// <summary>For which firmware a profile holds, and where the device says which it has.</summary>
/// <param name="Reference">The register with the version; text, or a number.</param>
/// <param name="Form">How the register becomes a version.</param>
/// <param name="Scale">For a number: 103 with 0.01 is version 1.03.</param>
public sealed record FirmwareCheck(RegisterReference Reference, FirmwareForm Form, DecimalFactor Scale, VersionRange Range);
