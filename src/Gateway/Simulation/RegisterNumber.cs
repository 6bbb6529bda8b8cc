using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>Writes a number into registers the way a device would: the reverse of what acquisition decodes.</summary>
internal static class RegisterNumber
{
    /// <summary>Whole numbers up to here are exact in a double.</summary>
    private const double LargestExact = 1L << 53;

    /// <summary>Puts a number where the reference says. A number that does not fit its type is held at the type's end, as a real display is.</summary>
    public static void Write(RegisterBank bank, RegisterReference reference, double number)
    {
        var range = reference.Range;
        if (range.IsBits)
        {
            ulong bits = (ulong)Math.Max(0, Math.Round(number));
            for (int i = 0; i < range.Quantity; i++) bank.SetBit(range.Table, range.Address + i, ((bits >> i) & 1) != 0);
            return;
        }
        Span<byte> value = stackalloc byte[8];
        value = Ordered(bank, reference, value);
        if (reference.Mask is { } mask)
        {
            ulong masked = ((ulong)Math.Max(0, Math.Round(number)) << BitOperations.TrailingZeroCount(mask)) & mask;
            if (reference.Type == RegisterType.HighByte) (mask, masked) = (mask << 8, masked << 8);
            PutUnsigned(value, (Unsigned(value) & ~mask) | masked);
        }
        else
        {
            Encode(value, reference.Type, number);
        }
        Reorder(value, reference.Order);
        value.CopyTo(bank.Registers(range));
    }

    /// <summary>Puts bits into whole registers as they are, for numbers that a double does not hold.</summary>
    public static void WriteBits(RegisterBank bank, RegisterReference reference, ulong bits)
    {
        var registers = bank.Registers(reference.Range);
        PutUnsigned(registers, bits);
        Reorder(registers, reference.Order);
    }

    /// <summary>The bits of a number as they stand, after byte order and mask; 0 for text.</summary>
    public static ulong Read(RegisterBank bank, RegisterReference reference)
    {
        if (reference.Type == RegisterType.Text) return 0;
        if (reference.Range.IsBits)
        {
            Span<byte> bits = stackalloc byte[8];
            bits.Clear();
            bank.CopyTo(reference.Range, bits);
            return BinaryPrimitives.ReadUInt64LittleEndian(bits);
        }
        Span<byte> value = stackalloc byte[8];
        ulong number = Unsigned(Ordered(bank, reference, value));
        if (reference.Type == RegisterType.HighByte) number >>= 8;
        if (reference.Type == RegisterType.LowByte) number &= 0xFF;
        return reference.Mask is { } mask ? (number & mask) >> BitOperations.TrailingZeroCount(mask) : number;
    }

    /// <summary>Characters, two a register, in the order of the reference; the rest is filled with NUL.</summary>
    public static void WriteText(RegisterBank bank, RegisterReference reference, string text)
    {
        var registers = bank.Registers(reference.Range);
        registers.Clear();
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, registers.Length)), registers);
        if (reference.Order is not (ByteOrder.BADC or ByteOrder.DCBA)) return;
        for (int i = 0; i + 1 < registers.Length; i += 2) (registers[i], registers[i + 1]) = (registers[i + 1], registers[i]);
    }

    /// <summary>The largest number that a type holds.</summary>
    public static double Largest(RegisterType type) => type switch
    {
        RegisterType.Bit => 1,
        RegisterType.UInt16 => ushort.MaxValue,
        RegisterType.Int16 or RegisterType.SignMagnitude16 => short.MaxValue,
        RegisterType.UInt32 => uint.MaxValue,
        RegisterType.Int32 or RegisterType.SignMagnitude32 => int.MaxValue,
        RegisterType.Bcd16 => 9999,
        RegisterType.Bcd32 => 99_999_999,
        RegisterType.HighByte or RegisterType.LowByte => byte.MaxValue,
        RegisterType.Float32 => float.MaxValue,
        RegisterType.Float64 => double.MaxValue,
        _ => LargestExact,
    };

    /// <summary>Whether a type holds negative numbers by itself.</summary>
    public static bool IsSigned(RegisterType type) => type is RegisterType.Int16 or RegisterType.Int32 or RegisterType.Int64 or RegisterType.SignMagnitude16
        or RegisterType.SignMagnitude32 or RegisterType.Float32 or RegisterType.Float64;

    /// <summary>The most significant byte first, before the device's byte order.</summary>
    /// <param name="value">What is there already, of which a single byte leaves the other half alone.</param>
    private static void Encode(Span<byte> value, RegisterType type, double number)
    {
        double largest = Largest(type);
        switch (type)
        {
            case RegisterType.Float32: BinaryPrimitives.WriteSingleBigEndian(value, (float)number); break;
            case RegisterType.Float64: BinaryPrimitives.WriteDoubleBigEndian(value, number); break;
            case RegisterType.UInt16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)Held(number, 0, largest)); break;
            case RegisterType.Int16: BinaryPrimitives.WriteInt16BigEndian(value, (short)Held(number, short.MinValue, largest)); break;
            case RegisterType.UInt32: BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Held(number, 0, largest)); break;
            case RegisterType.Int32: BinaryPrimitives.WriteInt32BigEndian(value, (int)Held(number, int.MinValue, largest)); break;
            case RegisterType.UInt64: BinaryPrimitives.WriteUInt64BigEndian(value, (ulong)Held(number, 0, largest)); break;
            case RegisterType.Int64: BinaryPrimitives.WriteInt64BigEndian(value, (long)Held(number, -largest, largest)); break;
            case RegisterType.SignMagnitude16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)SignMagnitude(number, 15)); break;
            case RegisterType.SignMagnitude32: BinaryPrimitives.WriteUInt32BigEndian(value, SignMagnitude(number, 31)); break;
            case RegisterType.Bcd16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)Bcd(Held(number, 0, largest))); break;
            case RegisterType.Bcd32: BinaryPrimitives.WriteUInt32BigEndian(value, Bcd(Held(number, 0, largest))); break;
            case RegisterType.HighByte: value[0] = (byte)Held(number, 0, largest); break;
            case RegisterType.LowByte: value[1] = (byte)Held(number, 0, largest); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "a register type that holds no number");
        }
    }

    private static double Held(double number, double low, double high) => Math.Clamp(Math.Round(number), low, high);

    private static uint SignMagnitude(double number, int signBit)
    {
        uint magnitude = (uint)Held(Math.Abs(number), 0, (1L << signBit) - 1);
        return number < 0 ? magnitude | (1u << signBit) : magnitude;
    }

    private static uint Bcd(double number)
    {
        uint left = (uint)number, bcd = 0;
        for (int shift = 0; left > 0; shift += 4, left /= 10) bcd |= (left % 10) << shift;
        return bcd;
    }

    /// <summary>The registers' bytes, most significant first.</summary>
    private static Span<byte> Ordered(RegisterBank bank, RegisterReference reference, Span<byte> room)
    {
        var registers = bank.Registers(reference.Range);
        registers.CopyTo(room);
        return Reorder(room[..registers.Length], reference.Order);
    }

    private static ulong Unsigned(ReadOnlySpan<byte> value)
    {
        ulong number = 0;
        foreach (byte b in value) number = (number << 8) | b;
        return number;
    }

    private static void PutUnsigned(Span<byte> value, ulong number)
    {
        for (int i = value.Length - 1; i >= 0; i--, number >>= 8) value[i] = (byte)number;
    }

    /// <summary>Between most-significant-first and the device's order; each of the four orders is its own reverse.</summary>
    private static Span<byte> Reorder(Span<byte> bytes, ByteOrder order)
    {
        if (order is ByteOrder.CDAB or ByteOrder.DCBA) bytes.Reverse();
        if (order is ByteOrder.BADC or ByteOrder.CDAB)
            for (int i = 0; i + 1 < bytes.Length; i += 2) (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        return bytes;
    }
}
