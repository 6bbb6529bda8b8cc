namespace Gateway.Core.Profiles;

/// <summary>
/// The order in which the bytes of a 32-bit value stand in the answer, written with A as the most significant byte.
/// For 64 bits the same rule goes on: ABCDEFGH, GHEFCDAB, BADCFEHG, HGFEDCBA.
/// </summary>
public enum ByteOrder : byte
{
    /// <summary>Most significant word first, big-endian words: Modbus's own order.</summary>
    ABCD,

    /// <summary>Least significant word first.</summary>
    CDAB,

    /// <summary>Most significant word first, bytes of each word exchanged.</summary>
    BADC,

    /// <summary>Least significant byte first.</summary>
    DCBA,
}
