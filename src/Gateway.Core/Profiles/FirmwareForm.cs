namespace Gateway.Core.Profiles;

/// <summary>How a register says a version.</summary>
public enum FirmwareForm : byte
{
    /// <summary>A number with decimals: 1.03.</summary>
    Number,

    /// <summary>A byte for each part, the first the major version: 0x0342 is 3.66.</summary>
    Bytes,

    /// <summary>A register for each part: 0003 0000 0012 is 3.0.18.</summary>
    Words,

    /// <summary>Characters, of which those from the first digit on count: <c>V2.04b</c> is 2.4.</summary>
    Text,
}
