namespace Gateway.Fieldbus.Modbus;

/// <summary>How a client with RTU or ASCII framing treats its line. The defaults are those of a network connection: nothing to wait for.</summary>
public sealed record ModbusSerialSettings
{
    /// <summary>What one character takes on the line, with its start, parity and stop bits; zero where there is no line. Added to time-outs for what
    /// is sent.</summary>
    public TimeSpan CharacterTime { get; init; }

    /// <summary>Silence between two frames (Serial Line V1.02, 2.5.1.1).</summary>
    public TimeSpan SilentInterval { get; init; }

    /// <summary>Whether the adapter hears itself, as some RS-485 adapters do: our own request then comes back before the answer.</summary>
    public bool LocalEcho { get; init; }

    /// <summary>Pause after a broadcast, in which servers act and nobody answers (Serial Line V1.02, 2.4.1: 100 to 200 ms).</summary>
    public TimeSpan TurnaroundDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After a failed request the line must be this long without a byte before the next. Longer than the 16 ms a USB adapter holds bytes
    /// back.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait for a quiet line ends after this, quiet or not: a line without bias never falls silent and works all the same.</summary>
    public TimeSpan QuietLimit { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether a line on which nothing came for a whole time-out counts as quiet. For who asks another unit each time, and knows by that whose answer
    /// comes late; a poller that asks the same unit again does not.</summary>
    public bool TrustsSilence { get; init; }

    /// <summary>RTU on a serial line: 3.5 characters of silence between frames, 1.75 ms above 19200 baud.</summary>
    /// <param name="baudRate">Bits a second.</param>
    /// <param name="bitsPerCharacter">Start, data, parity and stop bits: 11 for 8E1 and 8N2, 10 for 8N1.</param>
    public static ModbusSerialSettings ForRtu(int baudRate, int bitsPerCharacter)
    {
        var character = CharacterOf(baudRate, bitsPerCharacter);
        return new ModbusSerialSettings
        {
            CharacterTime = character,
            SilentInterval = baudRate > 19200 ? TimeSpan.FromMicroseconds(1750) : 3.5 * character,
        };
    }

    /// <summary>ASCII on a serial line: frames are marked by their characters and need no silence.</summary>
    /// <param name="baudRate">Bits a second.</param>
    /// <param name="bitsPerCharacter">Start, data, parity and stop bits: 10 for 7E1.</param>
    public static ModbusSerialSettings ForAscii(int baudRate, int bitsPerCharacter) =>
        new() { CharacterTime = CharacterOf(baudRate, bitsPerCharacter) };

    private static TimeSpan CharacterOf(int baudRate, int bitsPerCharacter)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitsPerCharacter);
        return TimeSpan.FromSeconds((double)bitsPerCharacter / baudRate);
    }
}
