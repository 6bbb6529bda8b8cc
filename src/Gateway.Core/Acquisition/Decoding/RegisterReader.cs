using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>A register reference made ready for one image layout: reading it costs no look-up.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RegisterReader
{
    private const ulong EvenWords = 0x0000_FFFF_0000_FFFF;

    private readonly int _offset;
    private readonly byte _firstBit;
    private readonly byte _bitCount;
    private readonly byte _shift;
    private readonly ByteLoad _load;
    private readonly RegisterType _type;
    private readonly ulong _mask;

    /// <exception cref="ArgumentException">The reference's quantity does not fit its type: a fault of whoever made the model.</exception>
    public RegisterReader(DeviceModel device, RegisterReference reference, RegisterImage image)
    {
        var range = WireTable.Of(device, reference.Range);
        RequireQuantity(range, reference.Type);
        Block = image.TryFind(range, out var place) ? place.Block : -1;
        _offset = place.Offset;
        _firstBit = (byte)place.Bit;
        _bitCount = (byte)Math.Min(range.Quantity, (ushort)64);
        _type = reference.Type;
        _load = LoadOf(range, reference.Type, reference.Order);
        _mask = reference.Mask ?? ulong.MaxValue;
        _shift = reference.Mask is > 0 ? (byte)BitOperations.TrailingZeroCount(_mask) : (byte)0;
        IsMasked = reference.Mask is not null;
    }

    /// <summary>For a number that stands at the front of the bytes it is read from, as a technician's tools try one type after the other.</summary>
    /// <param name="type">None of <see cref="RegisterType.Bit"/> and <see cref="RegisterType.Text"/>.</param>
    /// <param name="mask">As in a <see cref="RegisterReference"/>.</param>
    public RegisterReader(RegisterType type, ByteOrder order, ulong? mask = null)
    {
        _type = type;
        _load = LoadOf(new RegisterRange(RegisterTable.HoldingRegister, 0, (ushort)RegisterWidth.Of(type)), type, order);
        _mask = mask ?? ulong.MaxValue;
        _shift = mask is > 0 ? (byte)BitOperations.TrailingZeroCount(_mask) : (byte)0;
        IsMasked = mask is not null;
    }

    /// <summary>The block that holds the reference; -1 when the image has none.</summary>
    public int Block { get; }

    private bool IsMasked { get; }

    /// <summary>Whether the block was answered.</summary>
    public bool IsAnswered(RegisterImage image) => Block >= 0 && image.States[Block].IsAnswered;

    /// <summary>The bits as they stand after byte order was applied, most significant first; what sentinels are compared with.</summary>
    public ulong Bits(ReadOnlySpan<byte> image)
    {
        var at = image[_offset..];
        ulong bits = _load switch
        {
            ByteLoad.AB => BinaryPrimitives.ReadUInt16BigEndian(at),
            ByteLoad.BA => BinaryPrimitives.ReadUInt16LittleEndian(at),
            ByteLoad.ABCD => BinaryPrimitives.ReadUInt32BigEndian(at),
            ByteLoad.CDAB => BitOperations.RotateLeft(BinaryPrimitives.ReadUInt32BigEndian(at), 16),
            ByteLoad.BADC => BitOperations.RotateLeft(BinaryPrimitives.ReadUInt32LittleEndian(at), 16),
            ByteLoad.DCBA => BinaryPrimitives.ReadUInt32LittleEndian(at),
            ByteLoad.ABCDEFGH => BinaryPrimitives.ReadUInt64BigEndian(at),
            ByteLoad.GHEFCDAB => ReverseWords(BinaryPrimitives.ReadUInt64BigEndian(at)),
            ByteLoad.BADCFEHG => ReverseWords(BinaryPrimitives.ReadUInt64LittleEndian(at)),
            ByteLoad.HGFEDCBA => BinaryPrimitives.ReadUInt64LittleEndian(at),
            _ => Packed(at),
        };
        return _type switch
        {
            RegisterType.HighByte => bits >> 8,
            RegisterType.LowByte => bits & 0xFF,
            _ => bits,
        };
    }

    /// <summary>The bits that the mask lets through, moved down to bit 0; all bits without a mask.</summary>
    public ulong Masked(ulong bits) => (bits & _mask) >> _shift;

    /// <summary>The number that the bits are: <paramref name="significand"/> divided by ten to the power of <paramref name="decimals"/>.</summary>
    /// <returns>False when they are none: NaN, infinite, or a digit above 9 in binary-coded decimal.</returns>
    /// <remarks>A masked number is unsigned whatever its type. 64-bit integers beyond 2^53 become the nearest double.</remarks>
    public bool TryNumber(ulong bits, out double significand, out int decimals)
    {
        decimals = 0;
        if (IsMasked && _type is not (RegisterType.Float32 or RegisterType.Float64))
        {
            significand = Masked(bits);
            return true;
        }
        significand = _type switch
        {
            RegisterType.Int16 => (short)bits,
            RegisterType.Int32 => (int)bits,
            RegisterType.Int64 => (long)bits,
            RegisterType.Float32 => Decimal((uint)bits, out decimals),
            RegisterType.Float64 => BitConverter.UInt64BitsToDouble(bits),
            RegisterType.SignMagnitude16 => Signed(bits & 0x7FFF, (bits & 0x8000) != 0),
            RegisterType.SignMagnitude32 => Signed(bits & 0x7FFF_FFFF, (bits & 0x8000_0000) != 0),
            RegisterType.Bcd16 or RegisterType.Bcd32 => BinaryCodedDecimal(bits),
            _ => bits,
        };
        return double.IsFinite(significand);
    }

    /// <summary>Whether the bits are a float's NaN, of any payload.</summary>
    public bool IsNaN(ulong bits) => _type switch
    {
        RegisterType.Float32 => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)),
        RegisterType.Float64 => double.IsNaN(BitConverter.UInt64BitsToDouble(bits)),
        _ => false,
    };

    private static double Decimal(uint bits, out int decimals)
    {
        decimals = 0;
        float value = BitConverter.UInt32BitsToSingle(bits);
        return float.IsFinite(value) ? ShortestDecimal.Of(value, out decimals) : value;
    }

    private static double Signed(ulong magnitude, bool isNegative) => isNegative ? -(double)magnitude : magnitude;

    private static double BinaryCodedDecimal(ulong bits)
    {
        double number = 0;
        for (int shift = 28; shift >= 0; shift -= 4)
        {
            ulong digit = (bits >> shift) & 0xF;
            if (digit > 9) return double.NaN;
            number = (number * 10) + digit;
        }
        return number;
    }

    private static ulong ReverseWords(ulong bits)
    {
        bits = BitOperations.RotateLeft(bits, 32);
        return ((bits & EvenWords) << 16) | ((bits >> 16) & EvenWords);
    }

    private ulong Packed(ReadOnlySpan<byte> at)
    {
        ulong bits = 0;
        for (int i = 0; i < _bitCount; i++)
        {
            int bit = _firstBit + i;
            bits |= (ulong)((at[bit / 8] >> (bit % 8)) & 1) << i;
        }
        return bits;
    }

    private static ByteLoad LoadOf(RegisterRange range, RegisterType type, ByteOrder order)
    {
        if (range.IsBits) return ByteLoad.Bits;
        return RegisterWidth.Of(type) switch
        {
            4 => ByteLoad.ABCDEFGH + (byte)order,
            2 => ByteLoad.ABCD + (byte)order,
            _ => order is ByteOrder.BADC or ByteOrder.DCBA ? ByteLoad.BA : ByteLoad.AB,
        };
    }

    private static void RequireQuantity(RegisterRange range, RegisterType type)
    {
        bool fits = range.IsBits ? range.Quantity is >= 1 and <= 64 : type == RegisterType.Text || range.Quantity == RegisterWidth.Of(type);
        if (!fits) throw new ArgumentException($"{type} does not stand in {range}");
    }
}
