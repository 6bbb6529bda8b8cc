using System.Buffers.Binary;
using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Simulation;

namespace Gateway.Cli.Commissioning;

/// <summary>A number made ready to be written: the request, and what must be read afterwards.</summary>
/// <param name="Text">The number as it will be read.</param>
/// <param name="Bytes">What is written, as registers.</param>
/// <param name="ReadBack">What the registers read when it was carried out; a coil is widened to a register.</param>
internal sealed record RegisterWrite(RegisterRange Range, Interpretation As, string Text, byte[] Bytes, byte[] ReadBack, ModbusRequest Request)
{
    /// <returns>Null when the value is no number, or none that the type holds exactly (a float32 its nearest).</returns>
    public static RegisterWrite? TryMake(RegisterTable table, ushort address, RegisterType type, ByteOrder order, string value, bool isMultiple)
    {
        if (table == RegisterTable.Coil)
        {
            bool? state = value.ToLowerInvariant() switch { "on" or "1" or "true" => true, "off" or "0" or "false" => false, _ => null };
            return state is { } on
                ? new RegisterWrite(
                    new RegisterRange(table, address, 1), new Interpretation(RegisterType.UInt16, ByteOrder.ABCD), on ? "1" : "0", on
                        ? [0xFF, 0] : [0, 0], [0, (byte)(on ? 1 : 0)],
                    ModbusRequest.WriteSingleCoil(address, on))
                : null;
        }
        var way = new Interpretation(type, order);
        if (type == RegisterType.Bit || address + way.Registers > 0x10000) return null;
        var range = new RegisterRange(table, address, (ushort)way.Registers);
        if ((type is RegisterType.UInt64 or RegisterType.Int64 ? Whole(range, way, value) : Nearest(range, way, value)) is not { } bytes) return null;
        var words = Enumerable.Range(0, way.Registers).Select(at => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * at))).ToArray();
        var request = words.Length == 1 && !isMultiple
            ? ModbusRequest.WriteSingleRegister(address, words[0]) : ModbusRequest.WriteMultipleRegisters(address, words);
        return new RegisterWrite(range, way, TextOf(way, bytes), bytes, bytes, request);
    }

    /// <summary>The number that stands in registers now.</summary>
    public string TextOf(RegisterRun run) => TextOf(As, run.Bytes.Span);

    /// <summary>Whole numbers with all their digits: a person confirms what is written, and not something near it.</summary>
    private static string TextOf(Interpretation way, ReadOnlySpan<byte> bytes) =>
        RegisterTypeText.IsFloat(way.Type) ? NumberText.Of(way.Number(bytes)) : way.WholeText(bytes);

    /// <summary>A number of 64 bits, which a double does not hold.</summary>
    private static byte[]? Whole(RegisterRange range, Interpretation way, string value)
    {
        ulong bits;
        if (IsHex(value))
        {
            if (!ulong.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bits)) return null;
            if (way.Type == RegisterType.Int64 && bits > long.MaxValue) return null;
        }
        else
        {
            if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || number != decimal.Truncate(number))
                return null;
            bool fits = way.Type == RegisterType.UInt64 ? number is >= 0 and <= ulong.MaxValue : number is >= long.MinValue and <= long.MaxValue;
            if (!fits) return null;
            bits = number < 0 ? (ulong)(long)number : (ulong)number;
        }
        var bank = new RegisterBank(sharesRegisters: false);
        RegisterNumber.WriteBits(bank, new RegisterReference(range, way.Type, way.Order), bits);
        return bank.Registers(range).ToArray();
    }

    private static byte[]? Nearest(RegisterRange range, Interpretation way, string value)
    {
        if (Number(value) is not { } number) return null;
        var bank = new RegisterBank(sharesRegisters: false);
        RegisterNumber.Write(bank, new RegisterReference(range, way.Type, way.Order), number);
        byte[] bytes = bank.Registers(range).ToArray();
        double? read = way.Number(bytes);
        // A number beyond its type's end is held there, as a simulated display does it; a technician must be told instead.
        bool fits = way.Type == RegisterType.Float32 ? read is { } near && (float)near == (float)number : read == number;
        return fits ? bytes : null;
    }

    private static bool IsHex(string value) => value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    private static double? Number(string value)
    {
        if (IsHex(value))
            return uint.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex) ? hex : null;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }
}
