using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Site;

/// <summary>A serial port or TCP endpoint with devices on it. One loop owns it.</summary>
public sealed record BusModel
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required BusTransport Transport { get; init; }

    public required BusFraming Framing { get; init; }

    /// <summary>Device path of a serial port, or host name or address.</summary>
    public required string Address { get; init; }

    /// <summary>TCP or UDP port; 0 on a serial port.</summary>
    public int Port { get; init; }

    /// <summary>Line settings of a serial port; null on TCP and UDP.</summary>
    public SerialSettings? Serial { get; init; }

    /// <summary>Asks the driver to switch the RS-485 transmitter (TIOCSRS485).</summary>
    public bool KernelRs485 { get; init; }

    /// <summary>The adapter sends our own request back before the answer.</summary>
    public bool HasEcho { get; init; }

    /// <summary>How long a whole answer may take, unless the device says otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Quiet time kept between an answer and the next request, beyond what the framing asks.</summary>
    public TimeSpan RequestGap { get; init; }

    /// <summary>Requests that may be unanswered at once; above 1 only for MBAP.</summary>
    public int MaximumInFlight { get; init; } = 1;

    /// <summary>How a person writes it: <c>tcp://192.0.2.20:502</c> or <c>/dev/ttyUSB0 9600-8N1</c>.</summary>
    public required string Display { get; init; }
}
