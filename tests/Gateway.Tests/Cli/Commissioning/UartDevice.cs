using Gateway.Fieldbus.Serial;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A device at one unit identifier that has one register of each table, at address 0, and refuses all others.</summary>
/// <param name="Latency">From the end of the request to the begin of the answer.</param>
internal sealed record UartDevice(byte Unit, SerialSettings Settings, TimeSpan Latency)
{
    private const int RequestLength = 8;

    /// <summary>Requests heard whole.</summary>
    public int Requests { get; private set; }

    /// <returns>Null for what is no sound request to this device.</returns>
    public byte[]? AnswerTo(byte[] heard)
    {
        if (heard.Length != RequestLength || heard[0] != Unit || Crc(heard) != 0) return null;
        Requests++;
        byte function = heard[1];
        if (function is not (3 or 4)) return Framed(Unit, (byte)(function | 0x80), 1);
        return heard[2..6] is [0, 0, 0, 1] ? Framed(Unit, function, 2, 0x02, 0xD1) : Framed(Unit, (byte)(function | 0x80), 2);
    }

    private static byte[] Framed(params byte[] frame)
    {
        ushort crc = Crc(frame);
        return [.. frame, (byte)crc, (byte)(crc >> 8)];
    }

    /// <summary>Serial Line V1.02, 6.2.2; 0 over a frame with its own check sum.</summary>
    private static ushort Crc(IEnumerable<byte> bytes)
    {
        int crc = 0xFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
        }
        return (ushort)crc;
    }
}
