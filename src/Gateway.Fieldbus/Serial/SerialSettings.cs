using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Fieldbus.Serial;

/// <summary>How characters look on a serial line. Written as one word: <c>9600-8N1</c> is 9600 baud, 8 data bits, no parity, 1 stop bit.</summary>
public sealed record SerialSettings
{
    public const int MinimumBaudRate = 50;
    public const int MaximumBaudRate = 4_000_000;

    private const string ParityLetters = "NEOMS";
    private const int FixedSilenceAbove = 19200;
    private static readonly TimeSpan FixedSilence = TimeSpan.FromMicroseconds(1750);

    /// <param name="baudRate">Bits per second, 50 to 4000000; need not be a standard rate.</param>
    /// <param name="dataBits">7 or 8.</param>
    /// <param name="parity">The parity bit.</param>
    /// <param name="stopBits">1 or 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public SerialSettings(int baudRate, int dataBits = 8, SerialParity parity = SerialParity.None, int stopBits = 1)
    {
        if (Fault(baudRate, dataBits, (int)parity, stopBits) is { } fault) throw new ArgumentOutOfRangeException(nameof(baudRate), fault);
        (BaudRate, DataBits, Parity, StopBits) = (baudRate, dataBits, parity, stopBits);
    }

    /// <summary>Bits per second.</summary>
    public int BaudRate { get; }

    /// <summary>7 or 8.</summary>
    public int DataBits { get; }

    public SerialParity Parity { get; }

    /// <summary>1 or 2.</summary>
    public int StopBits { get; }

    /// <summary>Bits of one character on the line: start, data, parity and stop bits.</summary>
    public int BitsPerCharacter => 1 + DataBits + (Parity == SerialParity.None ? 0 : 1) + StopBits;

    /// <summary>How long one character takes.</summary>
    public TimeSpan CharacterTime => TimeOf(1.0);

    /// <summary>The silence of at least 3.5 characters that separates two RTU frames.</summary>
    /// <remarks>MODBUS over Serial Line V1.02, 2.5.1.1: above 19200 baud it is fixed at 1.75 ms, because shorter ones load the processor too much.</remarks>
    public TimeSpan SilentInterval => BaudRate > FixedSilenceAbove ? FixedSilence : TimeOf(3.5);

    /// <summary>How long so many characters take on the line, back to back.</summary>
    public TimeSpan TimeOf(double characters) =>
        TimeSpan.FromTicks((long)Math.Ceiling(characters * BitsPerCharacter * TimeSpan.TicksPerSecond / BaudRate));

    /// <summary>Reads the form that <see cref="ToString"/> writes; the parity may be a small letter.</summary>
    /// <returns>False, with the reason, which says what is wrong and what is allowed.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SerialSettings? settings, [NotNullWhen(false)] out string? reason)
    {
        settings = null;
        string[] halves = (text ?? "").Split('-');
        if (halves is not [var rate, { Length: 3 } frame] || !char.IsAsciiDigit(frame[0]) || !char.IsAsciiDigit(frame[2]) || !IsNumber(rate))
        {
            reason = $"'{text}' is not of the form 9600-8N1: baud rate, hyphen, data bits, parity letter, stop bits";
            return false;
        }
        // A rate of more digits than an int holds is out of range like any other that is too high.
        int baudRate = int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
        int parity = ParityLetters.IndexOf(char.ToUpperInvariant(frame[1]));
        reason = Fault(baudRate, frame[0] - '0', parity, frame[2] - '0');
        if (reason is not null) return false;
        settings = new(baudRate, frame[0] - '0', (SerialParity)parity, frame[2] - '0');
        return true;
    }

    /// <summary>One word, such as <c>9600-8N1</c>.</summary>
    public override string ToString() => $"{BaudRate}-{DataBits}{ParityLetters[(int)Parity]}{StopBits}";

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static string? Fault(int baudRate, int dataBits, int parity, int stopBits) => 0 switch
    {
        _ when baudRate is < MinimumBaudRate or > MaximumBaudRate => $"the baud rate must be {MinimumBaudRate} to {MaximumBaudRate}",
        _ when dataBits is not (7 or 8) => "there must be 7 or 8 data bits",
        _ when parity < 0 || parity >= ParityLetters.Length => "the parity must be N (none), E (even), O (odd), M (mark) or S (space)",
        _ when stopBits is not (1 or 2) => "there must be 1 or 2 stop bits",
        _ => null,
    };
}
