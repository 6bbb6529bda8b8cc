using System.Buffers.Binary;
using System.Text;
using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>Writes a number into registers the way a device would: the reverse of what acquisition decodes.</summary>
internal static class RegisterNumber
{
    /// <summary>Puts a number where the reference says. A number that does not fit its type is held at the type's end, as a real display is.</summary>
    public static void Write(RegisterBank bank, RegisterReference reference, double number)
    {
        var range = reference.Range;
        if (range.IsBits)
        {
            bank.SetBit(range.Table, range.Address, number != 0);
            return;
        }
        var registers = bank.Registers(range);
        if (reference.Mask is { } mask)
        {
            int shift = System.Numerics.BitOperations.TrailingZeroCount(mask);
            ulong before = Unsigned(registers, reference.Order);
            PutUnsigned(registers, reference.Order, (before & ~mask) | (((ulong)Math.Max(0, Math.Round(number)) << shift) & mask));
            return;
        }
        Span<byte> value = stackalloc byte[8];
        value = value[..registers.Length];
        Encode(value, reference.Type, number, registers);
        Reorder(value, reference.Order).CopyTo(registers);
    }

    public static void WriteText(RegisterBank bank, RegisterRange range, string text)
    {
        var registers = bank.Registers(range);
        registers.Clear();
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, registers.Length)), registers);
    }

    /// <summary>The most significant byte first, before the device's byte order.</summary>
    private static void Encode(Span<byte> value, RegisterType type, double number, ReadOnlySpan<byte> before)
    {
        switch (type)
        {
            case RegisterType.Float32: BinaryPrimitives.WriteSingleBigEndian(value, (float)number); break;
            case RegisterType.Float64: BinaryPrimitives.WriteDoubleBigEndian(value, number); break;
            case RegisterType.UInt16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)Held(number, 0, ushort.MaxValue)); break;
            case RegisterType.Int16: BinaryPrimitives.WriteInt16BigEndian(value, (short)Held(number, short.MinValue, short.MaxValue)); break;
            case RegisterType.UInt32: BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Held(number, 0, uint.MaxValue)); break;
            case RegisterType.Int32: BinaryPrimitives.WriteInt32BigEndian(value, (int)Held(number, int.MinValue, int.MaxValue)); break;
            case RegisterType.UInt64: BinaryPrimitives.WriteUInt64BigEndian(value, (ulong)Held(number, 0, 1L << 53)); break;
            case RegisterType.Int64: BinaryPrimitives.WriteInt64BigEndian(value, (long)Held(number, -(1L << 53), 1L << 53)); break;
            case RegisterType.SignMagnitude16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)SignMagnitude(number, 15)); break;
            case RegisterType.SignMagnitude32: BinaryPrimitives.WriteUInt32BigEndian(value, SignMagnitude(number, 31)); break;
            case RegisterType.Bcd16: BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)Bcd(Held(number, 0, 9999))); break;
            case RegisterType.Bcd32: BinaryPrimitives.WriteUInt32BigEndian(value, Bcd(Held(number, 0, 99_999_999))); break;
            case RegisterType.HighByte: value[0] = (byte)Held(number, 0, 255); value[1] = before[1]; break;
            case RegisterType.LowByte: value[0] = before[0]; value[1] = (byte)Held(number, 0, 255); break;
            case RegisterType.Bit or RegisterType.Text: break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "a register type the simulator does not write");
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

    private static ulong Unsigned(ReadOnlySpan<byte> registers, ByteOrder order)
    {
        Span<byte> copy = stackalloc byte[8];
        copy = copy[..registers.Length];
        registers.CopyTo(copy);
        ulong number = 0;
        foreach (byte b in Reorder(copy, order)) number = (number << 8) | b;
        return number;
    }

    private static void PutUnsigned(Span<byte> registers, ByteOrder order, ulong number)
    {
        Span<byte> value = stackalloc byte[8];
        value = value[..registers.Length];
        for (int i = value.Length - 1; i >= 0; i--, number >>= 8) value[i] = (byte)number;
        Reorder(value, order).CopyTo(registers);
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
