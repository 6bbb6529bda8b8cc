namespace Gateway.Core.Profiles;

/// <summary>The words for register types in profiles and commands, and what each type takes.</summary>
internal static class RegisterTypeText
{
    private static readonly string[] _words =
    [
        "bit", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64", "sign_magnitude16", "sign_magnitude32", "bcd16", "bcd32",
        "high_byte", "low_byte", "text",
    ];

    public static IReadOnlyList<string> All => _words;

    public static string Of(RegisterType type) => _words[(int)type];

    public static bool TryParse(string? text, out RegisterType type)
    {
        int at = Array.IndexOf(_words, text);
        type = (RegisterType)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>Registers that one value takes; 0 for a bit and for text, whose length the profile gives.</summary>
    public static int Registers(RegisterType type) => type switch
    {
        RegisterType.Bit or RegisterType.Text => 0,
        RegisterType.UInt32 or RegisterType.Int32 or RegisterType.Float32 or RegisterType.SignMagnitude32 or RegisterType.Bcd32 => 2,
        RegisterType.UInt64 or RegisterType.Int64 or RegisterType.Float64 => 4,
        _ => 1,
    };

    /// <summary>Bits that a mask or bit number may choose from; 0 where none can be chosen.</summary>
    public static int MaskableBits(RegisterType type) => type switch
    {
        RegisterType.UInt16 or RegisterType.Int16 => 16,
        RegisterType.UInt32 or RegisterType.Int32 => 32,
        RegisterType.UInt64 or RegisterType.Int64 => 64,
        RegisterType.HighByte or RegisterType.LowByte => 8,
        _ => 0,
    };

    public static bool IsFloat(RegisterType type) => type is RegisterType.Float32 or RegisterType.Float64;
}
