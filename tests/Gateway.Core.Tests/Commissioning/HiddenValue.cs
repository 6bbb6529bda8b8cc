using System.Buffers.Binary;
using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Commissioning;

/// <summary>A value in one form at one place among noise, and what a display would show of it.</summary>
internal sealed record HiddenValue(Interpretation Way, int At, byte[] Bytes, string Shown)
{
    /// <param name="raw">Of an integer, what stands in the registers; of a float, what the value has in its last decimal.</param>
    public static HiddenValue Of(Interpretation way, int raw, int exponent, int at, byte[] noise)
    {
        decimal power = 1;
        for (int i = 0; i < Math.Abs(exponent); i++) power *= 10;
        decimal value = exponent < 0 ? raw / power : raw * power;
        byte[] own = Encoded(way, raw, (float)value);
        byte[] bytes = [.. noise];
        own.CopyTo(bytes, 2 * at);
        return new HiddenValue(way, at, bytes, value.ToString(CultureInfo.InvariantCulture));
    }

    private static byte[] Encoded(Interpretation way, int raw, float value)
    {
        var bytes = new byte[2 * way.Registers];
        if (way.Type == RegisterType.Float32) BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        else if (way.Registers == 1) BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)raw);
        else BinaryPrimitives.WriteInt32BigEndian(bytes, raw);
        // ABCD to the order, as a device does it: words exchanged, bytes in words exchanged.
        if (way.Registers == 2 && way.Order is ByteOrder.CDAB or ByteOrder.DCBA) bytes = [.. bytes[2..], .. bytes[..2]];
        if (way.Order is ByteOrder.BADC or ByteOrder.DCBA)
            for (int i = 0; i < bytes.Length; i += 2) (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        return bytes;
    }
}
