namespace Gateway.Core.Buffering;

/// <summary>Names for incarnations of a store.</summary>
internal static class Epoch
{
    private const int Characters = 8;

    // RFC 4648, section 6, in lower case.
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Eight random characters: 40 bits.</summary>
    public static string New()
    {
        // A version 4 GUID is random from the kernel's source but for its version and variant, which begin behind the first six bytes (RFC 9562, 5.4).
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random, bigEndian: true, out _);
        long bits = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(random) >>> 24;
        return string.Create(Characters, bits, static (name, bits) =>
        {
            for (int i = 0; i < name.Length; i++) name[i] = Base32[(int)(bits >> (5 * i)) & 31];
        });
    }
}
