using System.Buffers;
using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Listening;

/// <summary>Understands bytes that somebody wrote down, without knowing how they were framed.</summary>
public static class ModbusFrames
{
    /// <summary>Every way in which all of these bytes are one frame with a good check sum. A short write and its confirmation look alike: both are
    /// given.</summary>
    public static IReadOnlyList<ModbusFrame> Understand(ReadOnlySpan<byte> bytes)
    {
        List<ModbusFrame> frames = [];
        AddRtu(frames, bytes);
        AddMbap(frames, bytes);
        AddAscii(frames, bytes);
        return frames;
    }

    /// <summary>The CRC that an RTU frame of these bytes ends with, and the one it does end with (Serial Line V1.02, 6.2.2). Low byte first on the
    /// line.</summary>
    /// <param name="frame">At least four bytes.</param>
    public static (ushort Right, ushort Found) Crc(ReadOnlySpan<byte> frame) => (Crc16.Of(frame[..^2]), BinaryPrimitives.ReadUInt16LittleEndian(frame[^2..]));

    /// <summary>The LRC that an ASCII frame of these characters ends with, and the one it does end with (Serial Line V1.02, 2.5.2.2).</summary>
    /// <param name="frame">A colon, hexadecimal digits, and CR LF or nothing behind them.</param>
    /// <returns>Null when the characters are something else, or too few.</returns>
    public static (byte Right, byte Found)? Lrc(ReadOnlySpan<byte> frame)
    {
        if (frame is not [(byte)':', .. var digits]) return null;
        Span<byte> bytes = stackalloc byte[AsciiFrame.MaximumBytes];
        digits = digits.TrimEnd("\r\n"u8);
        if (digits.Length % 2 != 0 || digits.Length / 2 > bytes.Length) return null;
        if (Convert.FromHexString(digits, bytes, out _, out int count) != OperationStatus.Done || count < 3) return null;
        return (Framing.Lrc.Of(bytes[..(count - 1)]), bytes[count - 1]);
    }

    /// <summary>Function codes of requests are 1 to 127; above, the exception responses begin (Application Protocol V1.1b3, 4.1).</summary>
    internal static bool CanBeRequest(ReadOnlySpan<byte> pdu) => pdu[0] < PduLimits.ExceptionBit;

    private static void AddRtu(List<ModbusFrame> frames, ReadOnlySpan<byte> bytes)
    {
        byte[] own = bytes.ToArray();
        if (RtuFrame.TryReadRequest(bytes, out byte unit, out var pdu) == OperationStatus.Done && pdu.Length + 3 == bytes.Length && CanBeRequest(pdu))
            frames.Add(new ModbusFrame(ModbusFraming.Rtu, true, unit, pdu.ToArray(), own));
        if (RtuFrame.TryReadResponse(bytes, out unit, out pdu) == OperationStatus.Done && pdu.Length + 3 == bytes.Length)
            frames.Add(new ModbusFrame(ModbusFraming.Rtu, false, unit, pdu.ToArray(), own));
    }

    private static void AddMbap(List<ModbusFrame> frames, ReadOnlySpan<byte> bytes)
    {
        if (MbapFrame.TryRead(bytes, out var header, out var pdu) != OperationStatus.Done || header.FrameLength != bytes.Length) return;
        byte[] own = bytes.ToArray();
        if (PduLength.OfRequest(pdu) == pdu.Length) frames.Add(new ModbusFrame(ModbusFraming.Mbap, true, header.Unit, pdu.ToArray(), own, header.Transaction));
        if (PduLength.OfResponse(pdu) == pdu.Length) frames.Add(new ModbusFrame(ModbusFraming.Mbap, false, header.Unit, pdu.ToArray(), own,
            header.Transaction));
    }

    private static void AddAscii(List<ModbusFrame> frames, ReadOnlySpan<byte> bytes)
    {
        Span<byte> room = stackalloc byte[AsciiFrame.MaximumBytes];
        if (AsciiFrame.TryRead(bytes, room, out int length, out int consumed) != OperationStatus.Done || consumed != bytes.Length) return;
        byte[] pdu = room[1..length].ToArray(), own = bytes.ToArray();
        if (PduLength.OfRequest(pdu) == pdu.Length) frames.Add(new ModbusFrame(ModbusFraming.Ascii, true, room[0], pdu, own));
        if (PduLength.OfResponse(pdu) == pdu.Length) frames.Add(new ModbusFrame(ModbusFraming.Ascii, false, room[0], pdu, own));
    }
}
