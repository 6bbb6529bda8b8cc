using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>How many registers a value of a type takes.</summary>
internal static class RegisterWidth
{
    /// <returns>1, 2 or 4; 1 for a bit; 0 for text, whose length its range tells.</returns>
    public static int Of(RegisterType type) => type switch
    {
        RegisterType.UInt32 or RegisterType.Int32 or RegisterType.Float32 or RegisterType.SignMagnitude32 or RegisterType.Bcd32 => 2,
        RegisterType.UInt64 or RegisterType.Int64 or RegisterType.Float64 => 4,
        RegisterType.Text => 0,
        _ => 1,
    };
}
