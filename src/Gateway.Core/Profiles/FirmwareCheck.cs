using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>For which firmware a profile holds, and where the device says which it has: in a register, in an object of its identification, or in the answer to
/// a command of a scale.</summary>
/// <param name="Reference">The register with the version, text or a number; null when it is told otherwise.</param>
/// <param name="Form">How the register becomes a version.</param>
/// <param name="Scale">For a number: 103 with 0.01 is version 1.03.</param>
public sealed record FirmwareCheck(RegisterReference? Reference, FirmwareForm Form, DecimalFactor Scale, VersionRange Range)
{
    /// <summary>Object of the device identification (function code 43, MEI type 14) that holds the version; null when it is told otherwise.</summary>
    public byte? Object { get; init; }

    /// <summary>Command that makes a scale say its version; null when it is told otherwise.</summary>
    public string? Command { get; init; }

    /// <summary>Where the version is told, for a person.</summary>
    public Wording Place => Reference is { } reference ? RegisterText.Of(reference.Range)
        : Object is { } id ? ($"identification object {id}", $"识别对象 {id}") : ($"command {Command}", $"命令 {Command}");
}
