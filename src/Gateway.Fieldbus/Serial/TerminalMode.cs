using Gateway.Fieldbus.Serial.Native;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Serial;

/// <summary>Which bits of a terminal make it a raw serial line, and what a driver has made of them.</summary>
internal static class TerminalMode
{
    private const uint FrameMask =
        TermiosFlags.SizeMask | TermiosFlags.Parity | TermiosFlags.ParityOdd | TermiosFlags.StickyParity | TermiosFlags.TwoStopBits;

    /// <summary>Raw, without any flow control or modem lines, so that a read gives the bytes as they came.</summary>
    public static Termios2 Raw(Termios2 current, SerialSettings settings)
    {
        var raw = current;
        // A character with a wrong parity bit reads as NUL (INPCK without IGNPAR). Dropping it instead could turn a weight of 12.5 into 2.5.
        raw.InputFlags = settings.Parity == SerialParity.None ? 0 : TermiosFlags.CheckParity;
        raw.OutputFlags = 0;
        raw.LocalFlags = 0;
        raw.LineDiscipline = 0;
        raw.ControlFlags = (current.ControlFlags & TermiosFlags.HangUpOnClose)
            | TermiosFlags.Receive | TermiosFlags.Local | BaudCode.Of(settings.BaudRate) | FrameOf(settings);
        raw.InputSpeed = raw.OutputSpeed = (uint)settings.BaudRate;
        // VMIN 1: an empty line is "try again", and 0 bytes can only mean that the line is gone.
        raw.Characters[TermiosFlags.Minimum] = 1;
        raw.Characters[TermiosFlags.Time] = 0;
        return raw;
    }

    /// <summary>What was asked and is not in force, judged by what the driver says it has set.</summary>
    public static IEnumerable<SerialWarning> Refused(string path, SerialSettings asked, Termios2 accepted)
    {
        uint frame = accepted.ControlFlags & FrameMask;
        uint wanted = FrameOf(asked);
        if (IsOff(accepted.OutputSpeed, asked.BaudRate)) yield return Warn($"{asked.BaudRate} baud; it runs at {accepted.OutputSpeed}");
        if (((frame ^ wanted) & TermiosFlags.SizeMask) != 0) yield return Warn($"{asked.DataBits} data bits");
        if (((frame ^ wanted) & (TermiosFlags.Parity | TermiosFlags.ParityOdd | TermiosFlags.StickyParity)) != 0)
        {
            yield return Warn($"{asked.Parity.ToString().ToLowerInvariant()} parity");
        }
        if (((frame ^ wanted) & TermiosFlags.TwoStopBits) != 0) yield return Warn($"{asked.StopBits} stop bits");

        SerialWarning Warn(string what) => new(TransportFault.Unsupported, $"{path} does not take {what}.");
    }

    private static uint FrameOf(SerialSettings settings) =>
        (settings.DataBits == 7 ? TermiosFlags.Size7 : TermiosFlags.Size8)
        | (settings.StopBits == 2 ? TermiosFlags.TwoStopBits : 0)
        | settings.Parity switch
        {
            SerialParity.Even => TermiosFlags.Parity,
            SerialParity.Odd => TermiosFlags.Parity | TermiosFlags.ParityOdd,
            SerialParity.Mark => TermiosFlags.Parity | TermiosFlags.StickyParity | TermiosFlags.ParityOdd,
            SerialParity.Space => TermiosFlags.Parity | TermiosFlags.StickyParity,
            _ => 0,
        };

    // A receiver samples a character of ten or eleven bits rightly while the two clocks differ by less than about 4 %; each may err by half of that.
    private static bool IsOff(uint rate, int asked) => Math.Abs((long)rate - asked) * 50 > asked;
}
