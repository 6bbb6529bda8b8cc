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
        if (type == RegisterType.Bit || Number(value) is not { } number || address + way.Registers > 0x10000) return null;
        var range = new RegisterRange(table, address, (ushort)way.Registers);
        var bank = new RegisterBank(sharesRegisters: false);
        RegisterNumber.Write(bank, new RegisterReference(range, type, order), number);
        byte[] bytes = bank.Registers(range).ToArray();
        double? read = way.Number(bytes);
        // A number beyond its type's end is held there, as a simulated display does it; a technician must be told instead.
        bool fits = type == RegisterType.Float32 ? read is { } near && (float)near == (float)number : read == number;
        if (!fits) return null;
        var words = Enumerable.Range(0, way.Registers).Select(at => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2 * at))).ToArray();
        var request = words.Length == 1 && !isMultiple
            ? ModbusRequest.WriteSingleRegister(address, words[0]) : ModbusRequest.WriteMultipleRegisters(address, words);
        return new RegisterWrite(range, way, NumberText.Of(read), bytes, bytes, request);
    }

    /// <summary>The number that stands in registers now.</summary>
    public string TextOf(RegisterRun run) => NumberText.Of(As.Number(run.Bytes.Span));

    private static double? Number(string value)
    {
        if (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return uint.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex) ? hex : null;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }
}
