using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>One way to read a number from registers: what a manual leaves open and a display settles.</summary>
internal readonly record struct Interpretation(RegisterType Type, ByteOrder Order)
{
    private static readonly RegisterType[] _types =
    [
        RegisterType.UInt16, RegisterType.Int16, RegisterType.Float32, RegisterType.UInt32, RegisterType.Int32, RegisterType.Float64, RegisterType.UInt64,
        RegisterType.Int64, RegisterType.SignMagnitude16, RegisterType.SignMagnitude32, RegisterType.Bcd16, RegisterType.Bcd32, RegisterType.HighByte,
        RegisterType.LowByte,
    ];

    /// <summary>Every type in every order that makes a difference for it.</summary>
    public static IReadOnlyList<Interpretation> All { get; } = [.. _types.SelectMany(type => OrdersOf(type).Select(order => new Interpretation(type, order)))];

    /// <summary>Registers that one value takes.</summary>
    public int Registers => RegisterWidth.Of(Type);

    /// <summary><c>float32 CDAB</c>; the order's letters are as many as the type has bytes.</summary>
    public string Text => $"{RegisterTypeText.Of(Type)} {OrderText}".TrimEnd();

    public string OrderText => OrderTextOf(Type, Order);

    public static IReadOnlyList<ByteOrder> OrdersOf(RegisterType type) => type switch
    {
        RegisterType.HighByte or RegisterType.LowByte => [ByteOrder.ABCD],
        _ when RegisterWidth.Of(type) == 1 => [ByteOrder.ABCD, ByteOrder.BADC],
        _ => [ByteOrder.ABCD, ByteOrder.CDAB, ByteOrder.BADC, ByteOrder.DCBA],
    };

    /// <summary>The number at the front of these bytes.</summary>
    /// <param name="bytes">Registers as they stood in the answer, at least as many as the type takes.</param>
    /// <param name="exponent">The power of ten that it is multiplied with.</param>
    /// <returns>Null when the bytes are no number of this type: NaN, infinite, a digit above 9.</returns>
    public double? Number(ReadOnlySpan<byte> bytes, int exponent = 0)
    {
        var reader = new RegisterReader(Type, Order);
        if (!reader.TryNumber(reader.Bits(bytes), out double significand, out int decimals)) return null;
        int power = exponent - decimals;
        return power >= 0 ? significand * PowerOfTen(power) : significand / PowerOfTen(-power);
    }

    /// <summary>All digits of an integer, also of one that a double does not hold exactly.</summary>
    public string WholeText(ReadOnlySpan<byte> bytes)
    {
        ulong bits = new RegisterReader(Type, Order).Bits(bytes);
        return Type switch
        {
            RegisterType.UInt64 => bits.ToString(CultureInfo.InvariantCulture),
            RegisterType.Int64 => ((long)bits).ToString(CultureInfo.InvariantCulture),
            _ => NumberText.Whole(Number(bytes)),
        };
    }

    /// <summary>Up to 12: nine decimals of a float and three of its scale; exact in a double.</summary>
    private static double PowerOfTen(int power) =>
        power <= 9 ? ShortestDecimal.PowerOfTen(power) : ShortestDecimal.PowerOfTen(9) * ShortestDecimal.PowerOfTen(power - 9);

    private static string OrderTextOf(RegisterType type, ByteOrder order) => RegisterWidth.Of(type) switch
    {
        _ when type is RegisterType.HighByte or RegisterType.LowByte => "",
        1 => order is ByteOrder.BADC or ByteOrder.DCBA ? "BA" : "AB",
        4 => order switch { ByteOrder.CDAB => "GHEFCDAB", ByteOrder.BADC => "BADCFEHG", ByteOrder.DCBA => "HGFEDCBA", _ => "ABCDEFGH" },
        _ => order.ToString(),
    };
}
