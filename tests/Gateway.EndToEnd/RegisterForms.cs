using System.Buffers.Binary;
using System.Text;

namespace Gateway.EndToEnd;

/// <summary>Registers as a device holds them, made without the product's code: a byte order's letters say which byte of the value stands where.</summary>
internal static class RegisterForms
{
    /// <param name="value">The value's bytes, most significant first.</param>
    /// <param name="order">Letters of a byte order of 32 bits; the rule goes on for 64 and ends earlier for 16.</param>
    public static ushort[] Of(byte[] value, string order)
    {
        string letters = value.Length switch
        {
            2 => order is "ABCD" or "CDAB" ? "AB" : "BA",
            8 => order switch { "ABCD" => "ABCDEFGH", "CDAB" => "GHEFCDAB", "BADC" => "BADCFEHG", _ => "HGFEDCBA" },
            _ => order,
        };
        byte[] wire = [.. letters.Select(letter => value[letter - 'A'])];
        return Words(wire);
    }

    /// <summary>Two characters a register; the words of a text are never exchanged, its bytes are when the order says so.</summary>
    public static ushort[] OfText(string text, string order)
    {
        ushort[] words = Words(Encoding.ASCII.GetBytes(text));
        return order is "ABCD" or "CDAB" ? words : [.. words.Select(BinaryPrimitives.ReverseEndianness)];
    }

    public static byte[] Bytes(this ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Bytes(this uint value) => [.. ((ushort)(value >> 16)).Bytes(), .. ((ushort)value).Bytes()];

    public static byte[] Bytes(this ulong value) => [.. ((uint)(value >> 32)).Bytes(), .. ((uint)value).Bytes()];

    private static ushort[] Words(byte[] wire) => [.. wire.Chunk(2).Select(pair => (ushort)((pair[0] << 8) | pair[1]))];
}
