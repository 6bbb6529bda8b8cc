using System.Security.Cryptography;

namespace Gateway.Core.Buffering;

/// <summary>Names for incarnations of a store.</summary>
internal static class Epoch
{
    // RFC 4648, section 6, in lower case.
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Eight random characters: 40 bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Base32, 8);
}
