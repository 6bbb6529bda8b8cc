namespace Gateway.Core.Profiles;

/// <summary>How registers become a value.</summary>
public enum RegisterType : byte
{
    /// <summary>One coil or discrete input.</summary>
    Bit,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float32,
    Float64,

    /// <summary>The high bit is the sign, the rest the magnitude.</summary>
    SignMagnitude16,
    SignMagnitude32,

    /// <summary>Binary-coded decimal, four digits a register, most significant first.</summary>
    Bcd16,
    Bcd32,

    /// <summary>One byte of a register.</summary>
    HighByte,
    LowByte,

    /// <summary>Characters, two a register, padded with NUL or space.</summary>
    Text,
}
