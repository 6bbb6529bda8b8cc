using Gateway.Fieldbus.Serial;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>
/// Two wires and a receiver, bit by bit: what characters become on the way from one setting to another. At other speeds bits are read where others stand, and a
/// character with a wrong parity or stop bit is lost, as in a UART whose errors are heeded.
/// </summary>
internal static class Uart
{
    /// <summary>A receiver looks for the edge of a start bit this often in a bit.</summary>
    private const int Oversampling = 16;

    /// <param name="bytes">Sent back to back.</param>
    public static byte[] Heard(ReadOnlySpan<byte> bytes, SerialSettings sender, SerialSettings receiver)
    {
        bool[] wave = Wave(bytes, sender);
        double bit = (double)sender.BaudRate / receiver.BaudRate, at = 0;
        List<byte> heard = [];
        while (at < wave.Length)
        {
            if (Level(wave, at)) at += bit / Oversampling;
            else if (Character(wave, ref at, bit, receiver) is { } character) heard.Add(character);
        }
        return [.. heard];
    }

    /// <summary>One level for each bit on the line: start bit low, least significant bit first, parity, stop bits high.</summary>
    private static bool[] Wave(ReadOnlySpan<byte> bytes, SerialSettings sender)
    {
        List<bool> wave = [];
        foreach (byte value in bytes)
        {
            wave.Add(false);
            for (int i = 0; i < sender.DataBits; i++) wave.Add((value >> i & 1) != 0);
            if (Parity(value, sender) is { } parity) wave.Add(parity);
            for (int i = 0; i < sender.StopBits; i++) wave.Add(true);
        }
        return [.. wave];
    }

    /// <summary>Reads a character whose start bit begins here, in the middle of each bit; only the first stop bit is looked at.</summary>
    /// <returns>Null when it was noise, or has a wrong parity or stop bit.</returns>
    private static byte? Character(bool[] wave, ref double at, double bit, SerialSettings receiver)
    {
        double next = at + (bit / 2);
        bool isStart = !Level(wave, next);
        int value = 0;
        for (int i = 0; i < receiver.DataBits; i++) value |= (Level(wave, next += bit) ? 1 : 0) << i;
        bool isSound = Parity((byte)value, receiver) is not { } parity || Level(wave, next += bit) == parity;
        isSound &= isStart & Level(wave, next += bit);
        at = next;
        return isSound ? (byte)value : null;
    }

    /// <summary>A line on which nothing is sent is high.</summary>
    private static bool Level(bool[] wave, double at) => at >= wave.Length || wave[(int)at];

    private static bool? Parity(byte value, SerialSettings settings)
    {
        bool isOdd = byte.PopCount((byte)(value & ((1 << settings.DataBits) - 1))) % 2 == 1;
        return settings.Parity switch
        {
            SerialParity.Even => isOdd,
            SerialParity.Odd => !isOdd,
            SerialParity.Mark => true,
            SerialParity.Space => false,
            _ => null,
        };
    }
}
