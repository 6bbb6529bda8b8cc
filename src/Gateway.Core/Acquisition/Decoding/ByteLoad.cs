namespace Gateway.Core.Acquisition.Decoding;

/// <summary>How bytes of an answer become the bits of a number: its width and byte order in one.</summary>
internal enum ByteLoad : byte
{
    /// <summary>Coils or discrete inputs, the lowest address in the lowest bit.</summary>
    Bits,
    AB,
    BA,
    ABCD,
    CDAB,
    BADC,
    DCBA,
    ABCDEFGH,
    GHEFCDAB,
    BADCFEHG,
    HGFEDCBA,
}
